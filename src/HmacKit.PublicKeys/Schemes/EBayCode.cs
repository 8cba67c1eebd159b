using System.Text;
using System.Text.Json;

namespace HmacKit.PublicKeys;

/// <summary>The header is the base64 of a JSON object with algorithm, key id, signature and digest.</summary>
internal sealed class EBayCode : SchemeCode
{
    public const string SignatureHeader = "x-ebay-signature";

    private const int MaxLength = 1024;

    protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
    {
        ClaimOutcome outcome = input.Find(CarrierKind.Header, SignatureHeader, out string header);
        if (outcome != ClaimOutcome.Found)
        {
            return outcome;
        }

        byte[] json = new byte[MaxLength];
        if (header.Length > MaxLength || !Convert.TryFromBase64String(header, json, out int length))
        {
            return ClaimOutcome.Malformed;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json.AsMemory(0, length), new JsonDocumentOptions { MaxDepth = 2 });
            bool isRead = Member(document, "alg") == "ecdsa" && Member(document, "digest") == "SHA1"
                && Member(document, "kid") is { } kid && claim.TrySet("keyid", kid)
                && Member(document, "signature") is { } signature && claim.TrySetSignature(signature, TagEncoding.Base64);
            return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
        }
        catch (JsonException)
        {
            return ClaimOutcome.Malformed;
        }
    }

    protected override void Write(in MessageInput input, in ComputedSignatures signatures, RequestDraft draft)
    {
        if (signatures.Count != 0)
        {
            string kid = JsonEncodedText.Encode(input.KeyId.ToString()).ToString();
            string json = $"{{\"alg\":\"ecdsa\",\"kid\":\"{kid}\",\"signature\":\"{signatures.ToText(0, TagEncoding.Base64)}\",\"digest\":\"SHA1\"}}";
            draft.Set(CarrierKind.Header, SignatureHeader, Convert.ToBase64String(Encoding.UTF8.GetBytes(json)));
        }
    }

    private static string? Member(JsonDocument document, string name) =>
        document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String
            ? member.GetString()
            : null;
}
