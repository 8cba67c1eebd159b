namespace HmacKit;

/// <summary>
/// <c>Authorization</c> with a lead, the key id and the signature, and a time that a header of the vendor's own says in place of <c>Date</c> where the request has one: programs
/// in a browser can't set <c>Date</c>.
/// </summary>
internal class OwnDateCode(string header, string lead) : SchemeCode
{
    protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
    {
        ClaimOutcome outcome = input.Find(CarrierKind.Header, header, out string date);
        if (outcome == ClaimOutcome.Missing || input.Request.GetHeader("Authorization").IsMissing)
        {
            return base.Read(input, claim);
        }

        bool isRead = outcome == ClaimOutcome.Found
            && input.Find(CarrierKind.Header, "Authorization", out string text) == ClaimOutcome.Found
            && text.StartsWith(lead, StringComparison.Ordinal) && text[lead.Length..].Split(':') is [var keyId, var signature]
            && claim.TrySet("keyid", keyId) && claim.TrySet("timestamp", date) && claim.TrySetSignature(signature, TagEncoding.Base64);
        return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
    }
}
