namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Worldpay Access webhooks.</summary>
    /// <remarks>
    /// <para>The key id stands in the header: put the key into the ring under it.</para>
    /// <para>While a secret is renewed, the header has a signature for each, with a comma between them; one under a known key id is enough.</para>
    /// </remarks>
    public static SignatureScheme Worldpay => field ??= SignatureScheme.Compile(new()
    {
        Name = "worldpay",
        Message = "{body}",
        Headers = { ["Event-Signature"] = HeaderFormat.Text("{keyid}/SHA256/{signature:hex}") },
        EventIdentity = EventField.Json("/eventId"),
        EventType = EventField.Json("/eventDetails/type"),
        Code = new SignaturesOfSeveralKeys(),
        Documentation = new("https://docs.worldpay.com/access/products/events/signature"),
    });

    private sealed class SignaturesOfSeveralKeys : SchemeCode
    {
        public override SignatureDemand Demand => SignatureDemand.Any;

        protected override int CountSignatures(in ClaimInput input) => input.IsSigning ? 1 : Math.Max(1, Signatures(input).Length);

        protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
        {
            string[] signatures = Signatures(input);
            if (signatures.Length < 2)
            {
                return base.Read(input, claim);
            }

            return signatures[input.SignatureIndex].Split('/') is [var keyId, "SHA256", var signature] && claim.TrySet("keyid", keyId) && claim.TrySetSignature(signature, TagEncoding.Hex)
                ? ClaimOutcome.Found
                : ClaimOutcome.Malformed;
        }

        private static string[] Signatures(in ClaimInput input) =>
            input.Find(CarrierKind.Header, "Event-Signature", out string header) == ClaimOutcome.Found ? header.Split(',', StringSplitOptions.TrimEntries) : [];
    }
}
