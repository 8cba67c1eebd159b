using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime.Internal.Auth;

namespace HmacKit.Benchmarks;

/// <summary>A POST with a JSON body and the three usual signed headers. AWSSDK.Core only signs; it is given the canonical request, which HmacKit writes itself.</summary>
internal sealed class AwsSigV4Case : VendorCase
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Region = "eu-west-1";
    private const string Service = "orders";
    private const string SignedHeaders = "content-type;host;x-amz-date";
    private const string Prefix = "AWS4-HMAC-SHA256 Credential=" + SampleRequest.KeyId + "/";

    private readonly string _canonical;
    private IncrementalHash? _hash;
    private string _date = "";

    public AwsSigV4Case()
        : base(
            SchemeCatalog.AwsSigV4.With("region", Region).With("service", Service),
            Secret,
            new RawRequest("POST", "/v1/orders", [new("Host", "api.example.com"), new("Content-Type", "application/json")], SampleRequest.Unsigned("body", 1024).Body))
    {
        _canonical = $"POST\n/v1/orders\n\ncontent-type:application/json\nhost:api.example.com\nx-amz-date:{Header(Request, "X-Amz-Date")}\n\n{SignedHeaders}\n"
            + Convert.ToHexStringLower(SHA256.HashData(Request.Body.Span));
    }

    [SkipLocalsInit]
    public byte SignByHmacKit()
    {
        Span<byte> signature = stackalloc byte[64];
        Signer.Sign(Request, Request.Body.Span, Values, signature);
        return signature[0];
    }

    public bool SignByVendor() =>
        AWS4Signer.ComputeSignature(SampleRequest.KeyId, Secret, Region, Now.UtcDateTime, Service, SignedHeaders, _canonical).Signature.Length == 64;

    [SkipLocalsInit]
    public byte SignByHand()
    {
        Span<byte> tag = stackalloc byte[32];
        ComputeTag(Request, Header(Request, "X-Amz-Date"), tag);
        return tag[0];
    }

    [SkipLocalsInit]
    public override bool VerifyByHand(RawRequest request)
    {
        string time = Header(request, "X-Amz-Date");
        ReadOnlySpan<char> credentials = Header(request, "Authorization");
        if (time.Length != 16 || !credentials.StartsWith(Prefix)
            || !DateTimeOffset.TryParseExact(time, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset signed)
            || (Now - signed).Duration() > TimeSpan.FromMinutes(15))
        {
            return false;
        }

        ReadOnlySpan<char> rest = credentials[Prefix.Length..];
        const string Scope = "/" + Region + "/" + Service + "/aws4_request, SignedHeaders=" + SignedHeaders + ", Signature=";
        if (!rest.StartsWith(time.AsSpan(0, 8)) || !rest[8..].StartsWith(Scope))
        {
            return false;
        }

        Span<byte> tag = stackalloc byte[32];
        ComputeTag(request, time, tag);
        return IsHex(tag, rest[(8 + Scope.Length)..]);
    }

    [SkipLocalsInit]
    private void ComputeTag(RawRequest request, string time, Span<byte> tag)
    {
        Span<byte> text = stackalloc byte[1024];
        int length = Append(request.Method, text);
        text[length++] = (byte)'\n';
        length += Append(request.Target, text[length..]);
        length += Append("\n\ncontent-type:", text[length..]);
        length += Append(Header(request, "Content-Type"), text[length..]);
        length += Append("\nhost:", text[length..]);
        length += Append(Header(request, "Host"), text[length..]);
        length += Append("\nx-amz-date:", text[length..]);
        length += Append(time, text[length..]);
        length += Append("\n\n" + SignedHeaders + "\n", text[length..]);
        SHA256.HashData(request.Body.Span, tag);
        Convert.TryToHexStringLower(tag, text[length..], out int digest);
        SHA256.HashData(text[..(length + digest)], tag);
        length = Append("AWS4-HMAC-SHA256\n", text);
        length += Append(time, text[length..]);
        text[length++] = (byte)'\n';
        length += Append(time.AsSpan(0, 8), text[length..]);
        length += Append("/" + Region + "/" + Service + "/aws4_request\n", text[length..]);
        Convert.TryToHexStringLower(tag, text[length..], out digest);
        Compute(HashOf(time), text[..(length + digest)], tag);
    }

    /// <summary>The key of a day is derived once.</summary>
    private IncrementalHash HashOf(string time)
    {
        if (_hash is null || !time.AsSpan(0, 8).SequenceEqual(_date))
        {
            _date = time[..8];
            byte[] key = HMACSHA256.HashData(Encoding.UTF8.GetBytes("AWS4" + Secret), Encoding.UTF8.GetBytes(_date));
            foreach (string part in (string[])[Region, Service, "aws4_request"])
            {
                key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
            }

            _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        }

        return _hash;
    }
}
