namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Shopify OAuth and app redirects.</summary>
    /// <remarks>The key is the app's client secret.</remarks>
    public static SignatureScheme ShopifyOAuth => field ??= SignatureScheme.Compile(new()
    {
        Name = "shopify-oauth-query",
        Message = "{query:sorted}",
        Query =
        {
            ["hmac"] = HeaderFormat.Text("{signature:hex}"),
            ["timestamp"] = HeaderFormat.Text("{timestamp}"),
        },
        Parameters = new() { Encoding = ParameterEncoding.Form },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(90)),
        Documentation = new("https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant"),
    });
}
