using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Stripe;

namespace HmacKit.Benchmarks;

/// <summary>Time and body, and one header with fields.</summary>
internal sealed class StripeCase() : VendorCase(SchemeCatalog.Stripe, Secret, new RawRequest("POST", "/stripe", [new("Content-Type", "application/json")], SampleRequest.Unsigned("body", 1024).Body))
{
    private const string Secret = "whsec_3b1e0c5a97d24f6c8a40b2d719e6f35d";

    private readonly IncrementalHash _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(Secret));

    public override string Vendor => "Stripe.net";

    [SkipLocalsInit]
    public override bool VerifyByHand(RawRequest request)
    {
        ReadOnlySpan<char> header = Header(request, "Stripe-Signature");
        ReadOnlySpan<char> time = default;
        ReadOnlySpan<char> signature = default;
        foreach (Range range in header.Split(','))
        {
            ReadOnlySpan<char> field = header[range];
            time = field.StartsWith("t=") ? field[2..] : time;
            signature = field.StartsWith("v1=") ? field[3..] : signature;
        }

        if (time.Length > 20 || request.Body.Length > 1500 || !IsFresh(time))
        {
            return false;
        }

        Span<byte> message = stackalloc byte[1536];
        int length = Append(time, message);
        message[length++] = (byte)'.';
        request.Body.Span.CopyTo(message[length..]);
        Span<byte> tag = stackalloc byte[32];
        Compute(_hash, message[..(length + request.Body.Length)], tag);
        return IsHex(tag, signature);
    }

    public override bool VerifyByVendor()
    {
        EventUtility.ValidateSignature(Body, Header(Request, "Stripe-Signature"), Secret, 300, Now.ToUnixTimeSeconds());
        return true;
    }
}
