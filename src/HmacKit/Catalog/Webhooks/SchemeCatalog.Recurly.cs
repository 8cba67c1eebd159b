namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Recurly webhooks in JSON: time and body.</summary>
    /// <remarks>While a key is rotated there is a signature for each behind the time; one of them is enough. Webhooks in XML aren't signed.</remarks>
    public static SignatureScheme Recurly => field ??= SignatureScheme.Compile(new()
    {
        Name = "recurly",
        Message = "{timestamp}.{body}",
        Headers = { ["recurly-signature"] = HeaderFormat.Text("{timestamp},{signature:hex}") },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromMinutes(5)),
        EventIdentity = EventField.Json("/id"),
        EventType = EventField.Json("/event_type"),
        Code = new SignaturesBehindTime(),
        Documentation = new("https://docs.recurly.com/recurly-subscriptions/docs/signature-verification"),
    });

    private sealed class SignaturesBehindTime : SchemeCode
    {
        public override SignatureDemand Demand => SignatureDemand.Any;

        protected override int CountSignatures(in ClaimInput input) => input.IsSigning ? 1 : Math.Max(1, Parts(input).Length - 1);

        protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
        {
            string[] parts = Parts(input);
            if (parts.Length < 3)
            {
                return base.Read(input, claim);
            }

            bool isRead = input.SignatureIndex + 1 < parts.Length
                && claim.TrySet("timestamp", parts[0]) && claim.TrySetSignature(parts[input.SignatureIndex + 1], TagEncoding.Hex);
            return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
        }

        private static string[] Parts(in ClaimInput input) =>
            input.Find(CarrierKind.Header, "recurly-signature", out string header) == ClaimOutcome.Found ? header.Split(',') : [];
    }
}
