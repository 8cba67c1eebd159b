namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>TheOne trading API: method, target, time in milliseconds, nonce and the body's digest, on a line each.</summary>
    /// <remarks>
    /// <para>The time is in milliseconds. Seconds are taken for a time in 1970 and refused as too old.</para>
    /// <para>The target is signed as it is on the wire: <c>%2F</c> stays <c>%2F</c>, and a query assembled by hand with blanks
    /// in it isn't what the HTTP library sends.</para>
    /// <para>The documented test keys have 13 bytes, so they need <c>HmacKey.ImportInsecureShortSecret</c> (or
    /// <c>AllowInsecureShortSecrets</c> in the configuration).</para>
    /// </remarks>
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
