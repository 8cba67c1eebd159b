namespace HmacKit.Tests.Schemes;

/// <summary>Like RFC 9421: several signers side by side in one header. One of them is enough, or all must be right.</summary>
internal sealed class LabelsCode(SignatureDemand demand) : SchemeCode
{
    public override SignatureDemand Demand => demand;

    public static SignatureScheme Scheme(SignatureDemand demand) => SignatureScheme.Compile(new()
    {
        Name = "labels",
        Message = "{method} {target} {keyid} {timestamp}",
        Headers = { ["Signed"] = HeaderFormat.Text("{keyid};{timestamp};{signature:hex}") },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(1)),
        Replay = ReplayRule.BySignature,
        Code = new LabelsCode(demand),
        AmbiguousBecause = "a test",
    });

    protected override int CountSignatures(in ClaimInput input) =>
        input.IsSigning ? 1 : input.Request.GetHeader("Signed").Value?.Split(' ').Length ?? 0;

    protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim) =>
        input.Request.GetHeader("Signed").Value!.Split(' ')[input.SignatureIndex].Split(';') is [var keyId, var time, var signature]
        && claim.TrySet("keyid", keyId) && claim.TrySet("timestamp", time) && claim.TrySetSignature(signature, TagEncoding.Hex)
            ? ClaimOutcome.Found
            : ClaimOutcome.Malformed;
}
