namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Coinbase Developer Platform webhooks: time and body (Hook0's <c>v0</c>).</summary>
    /// <remarks>The header also holds <c>h</c> and <c>v1</c>, which bind headers: <c>hook0</c> takes those. Coinbase Commerce is <c>coinbase-commerce</c>.</remarks>
    public static SignatureScheme CoinbaseCdp => field ??= SignatureScheme.Compile(new()
    {
        Name = "coinbase-cdp",
        Message = "{timestamp}.{body}",
        Headers = { ["X-Hook0-Signature"] = HeaderFormat.Fields("t={timestamp},v0={signature:hex}") },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        Documentation = new("https://docs.cdp.coinbase.com/webhooks/verify-signatures"),
    });
}
