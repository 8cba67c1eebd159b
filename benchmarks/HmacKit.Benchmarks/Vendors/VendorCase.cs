using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Benchmarks;

/// <summary>
/// A signed request of one scheme of the catalogue, with a verifier that somebody who knows it well writes by hand for this scheme, key and kind of request, and
/// the vendor's own, where NuGet has one. Signed at the time of the run, since some vendors' verifiers read the clock.
/// </summary>
internal abstract class VendorCase
{
    private readonly KeyRing _ring;

    protected VendorCase(SignatureScheme scheme, string secret, RawRequest unsigned)
    {
        Scheme = scheme;
        _ring = new KeyRing(scheme.HasKeyId ? SampleRequest.KeyId : "", scheme.ImportKey(secret));
        Signer = new RequestSigner(scheme, _ring);
        Values = new SigningValues { Time = Now, Id = SampleRequest.Values.Id, Nonce = "7c9e6679742540de944be07fc1f90ae77c9e6679742540de94" };
        Request = Signer.Sign(unsigned, Values).ApplyTo(unsigned);
        Body = Encoding.UTF8.GetString(Request.Body.Span);
    }

    public string Name => Scheme.Name;

    /// <summary>What the vendor's verifier is called; null if there is none.</summary>
    public virtual string? Vendor => null;

    public RawRequest Request { get; }

    protected SignatureScheme Scheme { get; }

    protected RequestSigner Signer { get; }

    protected SigningValues Values { get; }

    /// <summary>The body as the string that vendors' verifiers want. Making it isn't measured.</summary>
    protected string Body { get; }

    protected DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow();

    public bool Verify() => Scheme.Verify(Request, _ring, Now).IsValid;

    public abstract bool VerifyByHand(RawRequest request);

    public virtual bool VerifyByVendor() => false;

    /// <summary>A candidate that gives wrong answers isn't worth measuring.</summary>
    public void Check()
    {
        string changed = Body.Length > 0 ? Body.Replace("paid", "lost", StringComparison.Ordinal).Replace("token\":\"7", "token\":\"8", StringComparison.Ordinal) : "x";
        var other = new RawRequest(Request.Method, Request.Target, Request.Headers, Encoding.UTF8.GetBytes(changed), Request.Origin);
        if (!Verify() || !VerifyByHand(Request) || VerifyByHand(other) || Scheme.Verify(other, _ring, Now).IsValid || (Vendor is not null && !VerifyByVendor()))
        {
            throw new InvalidOperationException($"{Name}: {Scheme.Verify(Request, _ring, Now)}, by hand {VerifyByHand(Request)}, changed {VerifyByHand(other)}, by the vendor {VerifyByVendor()}: {string.Join("; ", Request.Headers)}");
        }
    }

    protected static string Header(RawRequest request, string name) => request.GetHeader(name).Value ?? "";

    /// <summary>The least of a request's time: whole seconds, no more than five minutes off.</summary>
    protected bool IsFresh(ReadOnlySpan<char> seconds) => long.TryParse(seconds, out long time) && Math.Abs(Now.ToUnixTimeSeconds() - time) <= 300;

    protected static int Append(ReadOnlySpan<char> text, Span<byte> destination)
    {
        Ascii.FromUtf16(text, destination, out int written);
        return written;
    }

    /// <summary>One keyed hash that is used again, over one buffer.</summary>
    protected static void Compute(IncrementalHash hash, ReadOnlySpan<byte> message, Span<byte> tag)
    {
        hash.AppendData(message);
        hash.GetHashAndReset(tag);
    }

    protected static bool IsHex(ReadOnlySpan<byte> tag, ReadOnlySpan<char> hex)
    {
        Span<byte> claimed = stackalloc byte[64];
        return hex.Length == 2 * tag.Length
            && Convert.FromHexString(hex, claimed, out _, out int written) == OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(tag, claimed[..written]);
    }

    protected static bool IsBase64(ReadOnlySpan<byte> tag, ReadOnlySpan<char> base64)
    {
        Span<byte> claimed = stackalloc byte[66];
        return base64.Length <= 88 && Convert.TryFromBase64Chars(base64, claimed, out int written) && CryptographicOperations.FixedTimeEquals(tag, claimed[..written]);
    }
}
