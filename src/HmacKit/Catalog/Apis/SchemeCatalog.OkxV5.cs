namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>OKX v5 API.</summary>
    /// <remarks>The passphrase header is sent beside it, in the clear and unsigned: check it yourself, or set it on the client.</remarks>
    public static SignatureScheme OkxV5 => field ??= SignatureScheme.Compile(new()
    {
        Name = "okx-v5",
        Message = "{timestamp}{method}{target}{body}",
        Headers =
        {
            ["OK-ACCESS-KEY"] = HeaderFormat.Text("{keyid}"),
            ["OK-ACCESS-TIMESTAMP"] = HeaderFormat.Text("{timestamp}"),
            ["OK-ACCESS-SIGN"] = HeaderFormat.Text("{signature:base64}"),
        },
        Freshness = new(TimestampFormat.Rfc3339, TimeSpan.FromSeconds(30)),
        AmbiguousBecause = "The vendor joins the parts with nothing between them.",
        Documentation = new("https://www.okx.com/docs-v5/en/#overview-rest-authentication"),
    });
}
