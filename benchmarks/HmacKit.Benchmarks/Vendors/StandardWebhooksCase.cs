using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;

namespace HmacKit.Benchmarks;

/// <summary>Id, time and body, in three headers.</summary>
internal sealed class StandardWebhooksCase() : VendorCase(
    SchemeCatalog.StandardWebhooks, Secret, new RawRequest("POST", "/hooks", [new("Content-Type", "application/json")], SampleRequest.Unsigned("body", 1024).Body))
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly IncrementalHash _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(Secret["whsec_".Length..]));
    private readonly StandardWebhook _vendor = new(Secret);
    private HeaderDictionary? _headers;

    public override string Vendor => "StandardWebhooks";

    [SkipLocalsInit]
    public override bool VerifyByHand(RawRequest request)
    {
        string id = Header(request, "webhook-id");
        string time = Header(request, "webhook-timestamp");
        string signatures = Header(request, "webhook-signature");
        if (id.Length > 100 || time.Length > 20 || request.Body.Length > 1500 || !IsFresh(time))
        {
            return false;
        }

        Span<byte> message = stackalloc byte[2048];
        int length = Append(id, message);
        message[length++] = (byte)'.';
        length += Append(time, message[length..]);
        message[length++] = (byte)'.';
        request.Body.Span.CopyTo(message[length..]);
        Span<byte> tag = stackalloc byte[32];
        Compute(_hash, message[..(length + request.Body.Length)], tag);
        foreach (Range range in signatures.AsSpan().Split(' '))
        {
            ReadOnlySpan<char> signature = signatures.AsSpan(range);
            if (signature.StartsWith("v1,") && IsBase64(tag, signature[3..]))
            {
                return true;
            }
        }

        return false;
    }

    public override bool VerifyByVendor()
    {
        if (_headers is null)
        {
            _headers = new HeaderDictionary();
            foreach ((string name, string value) in Request.Headers)
            {
                _headers[name] = value;
            }
        }

        _vendor.Verify(Body, _headers);
        return true;
    }
}
