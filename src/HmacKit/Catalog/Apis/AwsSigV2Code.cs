namespace HmacKit;

/// <summary>The times of AWS Signature Version 2: with a <c>Z</c> or without, with milliseconds or without. What is signed is the query or the form as it is.</summary>
internal sealed class AwsSigV2Code(CarrierKind place, string method) : SchemeCode
{
    /// <summary>Clients that send a form write the <c>Z</c>, and so do signers of that scheme.</summary>
    private readonly string _end = place == CarrierKind.Form ? "Z" : "";

    protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
    {
        ClaimOutcome outcome = input.Find(place, "Signature", out string signature);
        if (outcome != ClaimOutcome.Found)
        {
            return outcome;
        }

        outcome = input.Find(place, "AWSAccessKeyId", out string keyId);
        outcome = outcome == ClaimOutcome.Found ? input.Find(place, "Timestamp", out string timestamp) : input.Find(place, "Timestamp", out timestamp) == ClaimOutcome.Malformed ? ClaimOutcome.Malformed : outcome;
        if (outcome != ClaimOutcome.Found)
        {
            return outcome;
        }

        bool isRead = input.Find(place, "SignatureMethod", out string named) == ClaimOutcome.Found && named == method
            && input.Find(place, "SignatureVersion", out string version) == ClaimOutcome.Found && version == "2"
            && claim.TrySet("keyid", keyId)
            && claim.TrySet("timestamp", WithoutFraction(timestamp.EndsWith('Z') ? timestamp[..^1] : timestamp) + _end)
            && claim.TrySetSignature(signature, TagEncoding.Base64);
        return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
    }

    private static string WithoutFraction(string time)
    {
        const int seconds = 19;
        return time.Length is > seconds + 1 and < seconds + 10 && time[seconds] == '.' && !time.AsSpan(seconds + 1).ContainsAnyExceptInRange('0', '9') ? time[..seconds] : time;
    }
}
