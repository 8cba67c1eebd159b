namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Persona webhooks.</summary>
    /// <remarks>While a secret is rotated, the header has a time and a signature for each, with a blank between them; one of them is enough.</remarks>
    public static SignatureScheme Persona => field ??= SignatureScheme.Compile(new()
    {
        Name = "persona",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["Persona-Signature"] = HeaderFormat.Fields("t={timestamp},v1={signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Code = new PairsBehindEachOther(),
        Documentation = new("https://docs.withpersona.com/webhooks-best-practices"),
    });

    private sealed class PairsBehindEachOther : SchemeCode
    {
        public override SignatureDemand Demand => SignatureDemand.Any;

        protected override int CountSignatures(in ClaimInput input) => input.IsSigning ? 1 : Math.Max(1, Pairs(input).Length);

        protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
        {
            string[] pairs = Pairs(input);
            if (pairs.Length < 2)
            {
                return base.Read(input, claim);
            }

            bool isRead = input.SignatureIndex < pairs.Length && pairs[input.SignatureIndex].Split(',') is [var time, var signature]
                && time.StartsWith("t=", StringComparison.Ordinal) && signature.StartsWith("v1=", StringComparison.Ordinal)
                && claim.TrySet("timestamp", time[2..]) && claim.TrySetSignature(signature.AsSpan(3), TagEncoding.Hex);
            return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
        }

        private static string[] Pairs(in ClaimInput input) =>
            input.Find(CarrierKind.Header, "Persona-Signature", out string header) == ClaimOutcome.Found ? header.Split(' ') : [];
    }
}
