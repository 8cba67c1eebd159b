namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>CoinPayments webhooks: the body.</summary>
    /// <remarks>The secret is the IPN secret. Compare <c>merchant</c> with your own id.</remarks>
    public static SignatureScheme CoinPayments => field ??= SignatureScheme.Compile(new()
    {
        Name = "coinpayments",
        Message = "{body}",
        Headers = { ["HMAC"] = HeaderFormat.Text("{signature:hex}") },
        Algorithm = HmacAlgorithm.Sha512,
        EventIdentity = EventField.BodyDigest,
        Documentation = new("https://www.coinpayments.net/merchant-tools-ipn"),
    });
}
