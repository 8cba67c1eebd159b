using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HmacKit.Benchmarks;

/// <summary>Time, token and signature in the JSON body.</summary>
internal sealed class MailgunCase() : VendorCase(SchemeCatalog.Mailgun, Secret, new RawRequest(
    "POST",
    "/mailgun",
    [new("Content-Type", "application/json")],
    Encoding.UTF8.GetBytes("""{"signature":{},"event-data":{"event":"paid","id":"CPgfbmQMTCKtHW6uIWtuVe","timestamp":1521472262.908181,"log-level":"info","recipient":"alice@example.com","tags":["my_tag_1"],"message":{"size":1024}}}""")))
{
    private const string Secret = "key-3b1e0c5a97d24f6c8a40b2d719e6f35d";

    private readonly IncrementalHash _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(Secret));

    [SkipLocalsInit]
    public override bool VerifyByHand(RawRequest request)
    {
        var reader = new Utf8JsonReader(request.Body.Span);
        string? timestamp = null;
        string? token = null;
        string? signature = null;
        while (reader.Read())
        {
            if (reader.CurrentDepth == 2 && reader.TokenType == JsonTokenType.PropertyName)
            {
                ref string? member = ref reader.ValueTextEquals("timestamp"u8) ? ref timestamp : ref reader.ValueTextEquals("token"u8) ? ref token : ref signature;
                bool isKnown = reader.ValueTextEquals("timestamp"u8) || reader.ValueTextEquals("token"u8) || reader.ValueTextEquals("signature"u8);
                reader.Read();
                if (isKnown && reader.TokenType == JsonTokenType.String)
                {
                    member = reader.GetString();
                }
            }

            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.EndObject)
            {
                break;
            }
        }

        if (timestamp is null || token is null or { Length: > 64 } || signature is null || !IsFresh(timestamp))
        {
            return false;
        }

        Span<byte> message = stackalloc byte[128];
        int length = Append(timestamp, message);
        length += Append(token, message[length..]);
        Span<byte> tag = stackalloc byte[32];
        Compute(_hash, message[..length], tag);
        return IsHex(tag, signature);
    }
}
