namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>The TheOne trading API: method, target, time in milliseconds, nonce and the body's digest, on a line each.</summary>
    public static SignatureScheme TheOne => field ??= SignatureScheme.Compile(new()
    {
        Name = "theone",
        Message = "{method}\n{target}\n{timestamp}\n{nonce}\n{body:sha256:hex}",
        Headers =
        {
            ["X-API-KEY"] = HeaderFormat.Text("{keyid}"),
            ["X-API-TIMESTAMP"] = HeaderFormat.Text("{timestamp}"),
            ["X-API-NONCE"] = HeaderFormat.Text("{nonce}"),
            ["X-API-SIGN"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromSeconds(30)),
        Replay = ReplayRule.ByNonce,
    });
}
