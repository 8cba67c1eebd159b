namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Tencent Cloud Object Storage: a digest of the request, under a key for the time in which it counts.</summary>
    /// <remarks>The body isn't signed. <c>q-url-param-list</c> must name all parameters of the query; here the whole query is signed.</remarks>
    public static SignatureScheme TencentCos => field ??= SignatureScheme.Compile(new()
    {
        Name = "tencent-cos",
        Message = "sha1\n{timestamp};{expires}\n{canonical:legacy-sha1:hex}\n",
        Parts = { ["canonical"] = "{method:lower}\n{path:decoded}\n{query:sorted}\n{headers:signed}\n" },
        Headers =
        {
            ["Authorization"] = HeaderFormat.Parameters(
                "q-sign-algorithm=sha1&q-ak={keyid}&q-sign-time={timestamp};{expires}&q-key-time={timestamp};{expires}&q-header-list={signed-headers}&q-url-param-list={url-params}&q-signature={signature:hex}", '&'),
        },
        Values = { ["url-params"] = SchemeValue.Carried("") },
        Parameters = new() { NamesInLowerCase = true },
        SignedHeaderSet = new() { AtLeast = ["host"], Pair = "=", Joiner = "&", IsPercentEncoded = true },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        KeyDerivation = KeyDerivation.FromSecret.Hmac("{timestamp};{expires}").AsText(TagEncoding.Hex),
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromDays(1), TimeSpan.FromMinutes(5)),
        Expiry = ExpiryRule.At(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(15)),
        AmbiguousBecause = "a decoded path may hold a line break.",
        Documentation = new("https://www.tencentcloud.com/document/product/436/7778"),
    });
}
