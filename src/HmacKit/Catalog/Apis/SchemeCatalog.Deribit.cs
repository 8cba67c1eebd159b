namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Deribit API.</summary>
    public static SignatureScheme Deribit => field ??= SignatureScheme.Compile(new()
    {
        Name = "deribit",
        Message = "{timestamp}\n{nonce}\n{method}\n{target}\n{body}\n",
        Headers = { ["Authorization"] = HeaderFormat.Parameters("deri-hmac-sha256 id={keyid},ts={timestamp},sig={signature:hex},nonce={nonce}") },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromSeconds(60)),
        Replay = ReplayRule.ByNonce,
        Documentation = new("https://docs.deribit.com/#authentication"),
    });
}
