namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Mollie webhooks.</summary>
    /// <remarks>The vendor's library takes the signature with <c>sha256=</c> before it and without, and so it is here. Classic webhooks, a form with an id, aren't signed.</remarks>
    public static SignatureScheme Mollie => field ??= SignatureScheme.Compile(new()
    {
        Name = "mollie",
        Message = "{body}",
        Headers = { [MollieHeader] = HeaderFormat.Text("sha256={signature:hex}") },
        EventIdentity = EventField.Json("/id"),
        EventType = EventField.Json("/type"),
        Code = new PrefixOrNone(),
        Documentation = new("https://docs.mollie.com/reference/webhooks-new"),
    });

    private const string MollieHeader = "X-Mollie-Signature";

    private sealed class PrefixOrNone : SchemeCode
    {
        protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
        {
            ClaimOutcome outcome = input.Find(CarrierKind.Header, MollieHeader, out string text);
            return outcome == ClaimOutcome.Found && !text.StartsWith("sha256=", StringComparison.Ordinal)
                ? claim.TrySetSignature(text, TagEncoding.Hex) ? ClaimOutcome.Found : ClaimOutcome.Malformed
                : base.Read(input, claim);
        }
    }
}
