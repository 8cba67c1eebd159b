namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Airwallex webhooks.</summary>
    public static SignatureScheme Airwallex => field ??= SignatureScheme.Compile(new()
    {
        Name = "airwallex",
        Message = "{timestamp}{body}",
        Headers =
        {
            ["x-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["x-signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromSeconds(300)),
        EventIdentity = EventField.Json("/id"),
        EventType = EventField.Json("/name"),
        AmbiguousBecause = "The vendor joins the time and the body with nothing between them.",
        Documentation = new("https://www.airwallex.com/docs/developer-tools__listen-for-webhook-events"),
    });
}
