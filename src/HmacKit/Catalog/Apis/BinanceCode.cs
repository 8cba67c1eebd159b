using System.Text;

namespace HmacKit;

/// <summary>Binance, and exchanges that do as it does, take time and signature in the query or in a form; all that is sent besides the signature is signed as it is.</summary>
internal sealed class BinanceCode(string keyHeader) : SchemeCode
{
    private const string SignatureName = "signature";

    public override bool ReadsBody => true;

    protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
    {
        ClaimOutcome outcome = Find(input, SignatureName, out string signature);
        outcome = outcome == ClaimOutcome.Found ? Find(input, "timestamp", out string timestamp) : Find(input, "timestamp", out timestamp) == ClaimOutcome.Malformed ? ClaimOutcome.Malformed : outcome;
        outcome = outcome == ClaimOutcome.Found ? input.Find(CarrierKind.Header, keyHeader, out string keyId) : input.Find(CarrierKind.Header, keyHeader, out keyId) == ClaimOutcome.Malformed ? ClaimOutcome.Malformed : outcome;
        if (outcome != ClaimOutcome.Found)
        {
            return outcome;
        }

        bool isRead = claim.TrySet("keyid", keyId) && claim.TrySet("timestamp", timestamp) && claim.TrySetSignature(signature, TagEncoding.Hex);
        return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
    }

    protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
    {
        string target = input.Request.Target;
        int mark = target.IndexOf('?', StringComparison.Ordinal);
        if (mark >= 0 && !writer.TryWriteUtf8(Unsigned(target[(mark + 1)..])))
        {
            return false;
        }

        if (!input.Body.StartsWith("signature="u8) && input.Body.IndexOf("&signature="u8) < 0)
        {
            writer.WriteBody(input.Body);
            return true;
        }

        writer.Write(Encoding.Latin1.GetBytes(Unsigned(Encoding.Latin1.GetString(input.Body))));
        return true;
    }

    protected override void Write(in MessageInput input, in ComputedSignatures signatures, RequestDraft draft)
    {
        // Where the request has its time already, the signature goes too.
        ReadOnlySpan<byte> body = draft.Body.Span;
        CarrierKind kind = body.StartsWith("timestamp="u8) || body.IndexOf("&timestamp="u8) >= 0 ? CarrierKind.Form : CarrierKind.Query;
        if (signatures.Count > 0)
        {
            draft.Set(kind, SignatureName, signatures.ToText(0, TagEncoding.Hex));
            return;
        }

        draft.Set(CarrierKind.Header, keyHeader, input.KeyId.ToString());
        draft.Set(kind, "timestamp", input.Timestamp);
    }

    /// <summary>In the query, or else in a form; in both it is there twice.</summary>
    private static ClaimOutcome Find(in ClaimInput input, string name, out string text)
    {
        ClaimOutcome inQuery = input.Find(CarrierKind.Query, name, out text);
        ClaimOutcome inForm = input.Find(CarrierKind.Form, name, out string other);
        if (inQuery == ClaimOutcome.Missing)
        {
            text = other;
            return inForm;
        }

        return inForm == ClaimOutcome.Missing ? inQuery : ClaimOutcome.Malformed;
    }

    private static string Unsigned(string parameters) =>
        string.Join('&', parameters.Split('&').Where(static pair => !pair.StartsWith($"{SignatureName}=", StringComparison.Ordinal)));
}
