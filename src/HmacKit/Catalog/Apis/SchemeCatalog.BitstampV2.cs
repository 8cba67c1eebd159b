namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Bitstamp v2 API.</summary>
    public static SignatureScheme BitstampV2 => field ??= SignatureScheme.Compile(new()
    {
        Name = "bitstamp-v2",
        Message = "BITSTAMP {keyid}{method}{host}{path}[?{query}]{header:Content-Type}{nonce}{timestamp}v2{body}",
        Headers =
        {
            ["X-Auth"] = HeaderFormat.Text("BITSTAMP {keyid}"),
            ["X-Auth-Nonce"] = HeaderFormat.Text("{nonce}"),
            ["X-Auth-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["X-Auth-Version"] = HeaderFormat.Text("v2"),
            ["X-Auth-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromSeconds(150)),
        Replay = ReplayRule.ByNonce,
        AmbiguousBecause = "The vendor joins the parts with nothing between them.",
        Documentation = new("https://www.bitstamp.net/api/#section/Authentication"),
    });
}
