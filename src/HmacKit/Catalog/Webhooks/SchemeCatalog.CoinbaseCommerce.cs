namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Coinbase Commerce webhooks.</summary>
    public static SignatureScheme CoinbaseCommerce => field ??= SignatureScheme.Compile(new()
    {
        Name = "coinbase-commerce",
        Message = "{body}",
        Headers =
        {
            ["X-CC-Webhook-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Documentation = new("https://docs.cdp.coinbase.com/commerce-onchain/docs/webhooks-security"),
    });
}
