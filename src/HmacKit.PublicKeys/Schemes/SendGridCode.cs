namespace HmacKit.PublicKeys;

/// <summary>A signature in DER has no fixed size, so it is read and written here.</summary>
internal sealed class SendGridCode : SchemeCode
{
    public const string SignatureHeader = "X-Twilio-Email-Event-Webhook-Signature";

    protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
    {
        ClaimOutcome outcome = input.Find(CarrierKind.Header, SignatureHeader, out string signature);
        ClaimOutcome time = input.Find(CarrierKind.Header, "X-Twilio-Email-Event-Webhook-Timestamp", out string timestamp);
        if (outcome != ClaimOutcome.Found || time != ClaimOutcome.Found)
        {
            return outcome != ClaimOutcome.Found ? outcome : time;
        }

        return claim.TrySet("timestamp", timestamp) && claim.TrySetSignature(signature, TagEncoding.Base64) ? ClaimOutcome.Found : ClaimOutcome.Malformed;
    }

    protected override void Write(in MessageInput input, in ComputedSignatures signatures, RequestDraft draft)
    {
        if (signatures.Count == 0)
        {
            base.Write(input, signatures, draft);
        }
        else
        {
            draft.Set(CarrierKind.Header, SignatureHeader, signatures.ToText(0, TagEncoding.Base64));
        }
    }
}
