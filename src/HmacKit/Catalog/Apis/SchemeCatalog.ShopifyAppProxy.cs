namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Shopify app proxy.</summary>
    public static SignatureScheme ShopifyAppProxy => field ??= SignatureScheme.Compile(new()
    {
        Name = "shopify-app-proxy",
        Message = "{query:sorted}",
        Query =
        {
            ["signature"] = HeaderFormat.Text("{signature:hex}"),
            ["timestamp"] = HeaderFormat.Text("{timestamp}"),
        },
        Parameters = new() { Encoding = ParameterEncoding.Decoded, Joiner = "", Repeats = RepeatedParameters.JoinedByComma },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(90)),
        AmbiguousBecause = "The vendor joins the parameters with nothing between them.",
        Documentation = new("https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies"),
    });
}
