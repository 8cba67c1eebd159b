namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>SHOPLINE webhooks: the body, under the app secret.</summary>
    /// <remarks>
    /// <para>The signature is in hex. The page's example is in base64, so that is taken too.</para>
    /// <para>A message that is sent again has the same <c>X-Shopline-Webhook-Id</c>, which isn't signed.</para>
    /// </remarks>
    public static SignatureScheme Shopline => field ??= SignatureScheme.Compile(new()
    {
        Name = "shopline",
        Message = "{body}",
        Headers = { [HexOrBase64.Header] = HeaderFormat.Text("{signature:hex}") },
        EventIdentity = EventField.Header("X-Shopline-Webhook-Id"),
        EventType = EventField.Header("X-Shopline-Topic"),
        Code = new HexOrBase64(),
        Documentation = new("https://developer.shopline.com/docs/apps/api-instructions-for-use/generate-and-verify-signatures/"),
    });

    private sealed class HexOrBase64 : SchemeCode
    {
        public const string Header = "X-Shopline-Hmac-Sha256";

        protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
        {
            ClaimOutcome outcome = input.Find(CarrierKind.Header, Header, out string signature);
            bool isRead = outcome == ClaimOutcome.Found && (claim.TrySetSignature(signature, TagEncoding.Hex) || claim.TrySetSignature(signature, TagEncoding.Base64));
            return outcome == ClaimOutcome.Found && !isRead ? ClaimOutcome.Malformed : outcome;
        }
    }
}
