namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>PayMongo webhooks: time and body.</summary>
    /// <remarks>
    /// <para>The header has a place for test mode and one for live mode, and one of them is empty; give each mode an endpoint and a secret of its own.</para>
    /// <para>The page states no window; five minutes is ours.</para>
    /// </remarks>
    public static SignatureScheme PayMongo => field ??= SignatureScheme.Compile(new()
    {
        Name = "paymongo",
        Message = "{timestamp}.{body}",
        Headers = { [SignatureOfOneMode.Header] = HeaderFormat.Text("t={timestamp},te=,li={signature:hex}") },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        EventIdentity = EventField.Json("/data/id"),
        EventType = EventField.Json("/data/attributes/type"),
        Code = new SignatureOfOneMode(),
        Documentation = new("https://developers.paymongo.com/docs/creating-webhook#3-securing-a-webhook-optional-but-highly-recommended"),
    });

    private sealed class SignatureOfOneMode : SchemeCode
    {
        public const string Header = "Paymongo-Signature";

        protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
        {
            ClaimOutcome outcome = input.Find(CarrierKind.Header, Header, out string header);
            if (outcome != ClaimOutcome.Found || header.Split(',') is not [var time, var test, "li="])
            {
                return base.Read(input, claim);
            }

            bool isRead = time.StartsWith("t=", StringComparison.Ordinal) && test.StartsWith("te=", StringComparison.Ordinal)
                && claim.TrySet("timestamp", time[2..]) && claim.TrySetSignature(test.AsSpan(3), TagEncoding.Hex);
            return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
        }
    }
}
