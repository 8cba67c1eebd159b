namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Braintree webhooks: the text of the form field <c>bt_payload</c>, under the SHA-1 of the private key.</summary>
    /// <remarks><c>bt_signature</c> holds pairs of public key and signature; the one of a known public key is enough. The key id is the public key.</remarks>
    public static SignatureScheme Braintree => field ??= SignatureScheme.Compile(new()
    {
        Name = "braintree",
        Message = "{form:bt_payload}",
        Form = { ["bt_signature"] = HeaderFormat.Text("{keyid}|{signature:hex}") },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        KeyDerivation = KeyDerivation.FromSecret.Sha1ForLegacyUseOnly(),
        Code = new PairsOfKeyAndSignature(),
        Documentation = new("https://developer.paypal.com/braintree/docs/guides/webhooks/parse"),
    });

    private sealed class PairsOfKeyAndSignature : SchemeCode
    {
        public override SignatureDemand Demand => SignatureDemand.Any;

        protected override int CountSignatures(in ClaimInput input) =>
            input.IsSigning ? 1 : input.Find(CarrierKind.Form, "bt_signature", out string pairs) == ClaimOutcome.Missing ? 0 : pairs.Split('&').Length;

        protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim) =>
            input.Find(CarrierKind.Form, "bt_signature", out string pairs) == ClaimOutcome.Found
            && pairs.Split('&')[input.SignatureIndex].Split('|') is [var publicKey, var signature]
            && claim.TrySet("keyid", publicKey) && claim.TrySetSignature(signature, TagEncoding.Hex)
                ? ClaimOutcome.Found
                : ClaimOutcome.Malformed;
    }
}
