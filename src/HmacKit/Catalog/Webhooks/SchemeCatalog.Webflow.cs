namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Webflow webhooks.</summary>
    public static SignatureScheme Webflow => field ??= SignatureScheme.Compile(new()
    {
        Name = "webflow",
        Message = "{timestamp}:{body}",
        Headers =
        {
            ["x-webflow-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["x-webflow-signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromSeconds(300)),
        Documentation = new("https://developers.webflow.com/data/docs/working-with-webhooks"),
    });
}
