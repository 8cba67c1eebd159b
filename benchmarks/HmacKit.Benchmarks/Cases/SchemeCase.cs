using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Benchmarks;

/// <summary>One scheme at one body size, with everything that is compared on it.</summary>
internal sealed class SchemeCase : IDisposable
{
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(SampleRequest.Secret);
    private readonly byte[] _message;
    private readonly bool _hashesBody;
    private readonly HandWrittenScheme _handWritten;
    private readonly SignatureScheme _scheme;
    private readonly HmacKey _key;
    private readonly KeyRing _ring;
    private readonly RequestSigner _signer;
    private readonly RequestVerifier _verifier;
    private readonly RawRequest _request;

    public SchemeCase(string scheme, int bodyBytes)
    {
        Name = scheme;
        BodyBytes = bodyBytes;
        _scheme = SchemeCatalog.Find(scheme)!;
        _key = HmacKey.FromText(SampleRequest.Secret);
        _ring = new KeyRing(_scheme.HasKeyId ? SampleRequest.KeyId : "", _key);
        var time = new FixedTime(SampleRequest.Now);
        _signer = new RequestSigner(_scheme, _ring, time);
        _verifier = new RequestVerifier(
            _scheme, new MemoryKeySource(_ring), new VerifierOptions { TimeProvider = time, ReplayStore = new NoReplayMemory() });
        RawRequest unsigned = SampleRequest.Unsigned(scheme, bodyBytes);
        _request = SampleRequest.Signed(unsigned, _signer.Sign(unsigned, SampleRequest.Values));
        _message = _signer.GetMessage(unsigned, unsigned.Body.Span, SampleRequest.Values);
        _hashesBody = scheme == "theone";
        _handWritten = scheme switch
        {
            "body" => new HandWrittenBody(_secret),
            "onering" => new HandWrittenOneRing(_secret),
            "osaycore" => new HandWrittenOsayCore(SampleRequest.KeyId, _secret),
            "theone" => new HandWrittenTheOne(SampleRequest.KeyId, _secret),
            "oort" => new HandWrittenOort(SampleRequest.KeyId, _secret),
            _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "No hand-written verifier."),
        };
        Check();
    }

    /// <summary>The five documented schemes.</summary>
    public static IReadOnlyList<string> Names { get; } = ["body", "onering", "osaycore", "theone", "oort"];

    public static IReadOnlyList<int> Sizes { get; } = [100, 1024, 64 * 1024];

    public string Name { get; }

    public int BodyBytes { get; }

    /// <summary>The platform's one-shot call over the same bytes: no headers, no comparison.</summary>
    [SkipLocalsInit]
    public byte Bare()
    {
        Span<byte> tag = stackalloc byte[32];
        if (_hashesBody)
        {
            SHA256.HashData(_request.Body.Span, tag);
        }

        HMACSHA256.HashData(_secret, _message, tag);
        return tag[0];
    }

    public VerificationStatus VerifyByHand() => _handWritten.Verify(_request, SampleRequest.Now);

    public VerificationStatus Verify() => _scheme.Verify(_request, _ring, SampleRequest.Now).Status;

    public VerificationStatus VerifyAsync()
    {
        ValueTask<VerificationResult> verifying = _verifier.VerifyAsync(_request);
        return verifying.IsCompletedSuccessfully ? verifying.Result.Status : VerificationStatus.NotVerified;
    }

    [SkipLocalsInit]
    public byte SignByHand()
    {
        Span<byte> signature = stackalloc byte[64];
        _handWritten.Sign(_request, SampleRequest.Values, signature);
        return signature[0];
    }

    [SkipLocalsInit]
    public byte Sign()
    {
        Span<byte> signature = stackalloc byte[64];
        _signer.Sign(_request, _request.Body.Span, SampleRequest.Values, signature);
        return signature[0];
    }

    public void Dispose()
    {
        _handWritten.Dispose();
        _key.Dispose();
    }

    /// <summary>A candidate that gives wrong answers isn't worth measuring.</summary>
    private void Check()
    {
        Require(VerifyByHand() == VerificationStatus.Valid, "the hand-written verifier refuses the request");
        Require(Verify() == VerificationStatus.Valid, "the scheme refuses the request");
        Require(VerifyAsync() == VerificationStatus.Valid, "the verifier refuses the request");

        byte[] other = _request.Body.ToArray();
        other[^1] ^= 1;
        var changed = new RawRequest(_request.Method, _request.Target, _request.Headers, other);
        Require(_handWritten.Verify(changed, SampleRequest.Now) == VerificationStatus.SignatureMismatch, "the hand-written verifier takes a changed body");
        Require(_scheme.Verify(changed, _ring, SampleRequest.Now).Status == VerificationStatus.SignatureMismatch, "the scheme takes a changed body");

        Span<byte> byHand = stackalloc byte[64];
        Span<byte> signature = stackalloc byte[64];
        _handWritten.Sign(_request, SampleRequest.Values, byHand);
        _signer.Sign(_request, _request.Body.Span, SampleRequest.Values, signature);
        string bare = Convert.ToHexStringLower(HMACSHA256.HashData(_secret, _message));
        Require(Encoding.ASCII.GetString(byHand) == bare && Encoding.ASCII.GetString(signature) == bare, "the signatures differ");
    }

    private void Require(bool condition, string fault)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"{Name}, {BodyBytes} bytes: {fault}.");
        }
    }
}
