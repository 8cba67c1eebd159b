namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Bybit v5 API.</summary>
    public static SignatureScheme BybitV5 => field ??= SignatureScheme.Compile(new()
    {
        Name = "bybit-v5",
        Message = "{timestamp}{keyid}{recvWindow}{query}{body}",
        Headers =
        {
            ["X-BAPI-API-KEY"] = HeaderFormat.Text("{keyid}"),
            ["X-BAPI-TIMESTAMP"] = HeaderFormat.Text("{timestamp}"),
            ["X-BAPI-RECV-WINDOW"] = HeaderFormat.Text("{recvWindow}"),
            ["X-BAPI-SIGN"] = HeaderFormat.Text("{signature:hex}"),
        },
        Values = { ["recvWindow"] = SchemeValue.Carried("5000") },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1)),
        AmbiguousBecause = "The vendor joins the parts with nothing between them.",
        Documentation = new("https://bybit-exchange.github.io/docs/v5/guide#authentication"),
    });
}
