namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Close webhooks.</summary>
    public static SignatureScheme Close => field ??= SignatureScheme.Compile(new()
    {
        Name = "close",
        Message = "{timestamp}{body}",
        Headers =
        {
            ["close-sig-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["close-sig-hash"] = HeaderFormat.Text("{signature:hex}"),
        },
        SecretFormat = KeyFormat.Hex,
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        AmbiguousBecause = "The vendor joins the time and the body with nothing between them.",
        Documentation = new("https://developer.close.com/resources/webhook-subscriptions/"),
    });
}
