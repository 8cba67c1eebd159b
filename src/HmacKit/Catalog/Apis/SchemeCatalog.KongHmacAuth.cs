namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Kong hmac-auth and APISIX: the headers and the request line that the request lists.</summary>
    /// <remarks>The least is the date and the request line; a body counts only if the request lists its digest and the application checks it.</remarks>
    public static SignatureScheme KongHmacAuth => field ??= SignatureScheme.Compile(new()
    {
        Name = "kong-hmac-auth",
        Message = "{headers:signed}",
        Headers =
        {
            ["Date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Parameters(
                "hmac username=\"{keyid}\", algorithm=\"hmac-sha256\", headers=\"{signed-headers}\", signature=\"{signature:base64}\""),
        },
        SignedHeaderSet = new()
        {
            AtLeast = ["date", "request-line"],
            InListedOrder = true,
            ListSeparator = ' ',
            Pair = ": ",
            Components = { ["request-line"] = "{method} {target} HTTP/1.1" },
        },
        Freshness = new(TimestampFormat.HttpDate, TimeSpan.FromMinutes(5)),
        Documentation = new("https://developer.konghq.com/plugins/hmac-auth/"),
    });
}
