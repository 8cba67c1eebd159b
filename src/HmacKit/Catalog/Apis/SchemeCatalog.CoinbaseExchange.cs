namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Coinbase Exchange API.</summary>
    /// <remarks>The passphrase header is sent beside it, in the clear and unsigned: check it yourself, or set it on the client.</remarks>
    public static SignatureScheme CoinbaseExchange => field ??= SignatureScheme.Compile(new()
    {
        Name = "coinbase-exchange",
        Message = "{timestamp}{method}{target}{body}",
        Headers =
        {
            ["CB-ACCESS-KEY"] = HeaderFormat.Text("{keyid}"),
            ["CB-ACCESS-TIMESTAMP"] = HeaderFormat.Text("{timestamp}"),
            ["CB-ACCESS-SIGN"] = HeaderFormat.Text("{signature:base64}"),
        },
        SecretFormat = KeyFormat.Base64,
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(30)),
        AmbiguousBecause = "The vendor joins the parts with nothing between them.",
        Documentation = new("https://docs.cdp.coinbase.com/exchange/rest-api/authentication"),
    });
}
