namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Contentful app events: method, path, the headers that the request lists, and the body.</summary>
    /// <remarks>The query is percent-encoded twice in the message. A path with one of <c>!'()*;:@&amp;=+$,</c> is refused: the vendor leaves those as they are.</remarks>
    public static SignatureScheme Contentful => field ??= SignatureScheme.Compile(new()
    {
        Name = "contentful",
        Message = "{method}\n{path:encoded}[?{query:encoded:encoded}]\n{headers:signed}\n{body}",
        Headers =
        {
            ["x-contentful-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["x-contentful-signed-headers"] = HeaderFormat.Text("{signed-headers}"),
            ["x-contentful-signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        SignedHeaderSet = new() { AtLeast = ["x-contentful-signed-headers", "x-contentful-timestamp"], ListSeparator = ',', Joiner = ";" },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromSeconds(30)),
        AmbiguousBecause = "header values may hold what separates headers, and end where the body begins.",
        Documentation = new("https://www.contentful.com/developers/docs/extensibility/app-framework/request-verification/"),
    });
}
