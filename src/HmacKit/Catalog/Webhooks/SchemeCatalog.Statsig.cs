namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Statsig event webhooks: a version, the time and the body.</summary>
    /// <remarks>The time is in milliseconds.</remarks>
    public static SignatureScheme Statsig => field ??= SignatureScheme.Compile(new()
    {
        Name = "statsig",
        Message = "v0:{timestamp}:{body}",
        Headers =
        {
            ["X-Statsig-Signature"] = HeaderFormat.Text("v0={signature:hex}"),
            ["X-Statsig-Request-Timestamp"] = HeaderFormat.Text("{timestamp}"),
        },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromMinutes(5)),
        EventIdentity = EventField.BodyDigest,
        Documentation = new("https://docs.statsig.com/integrations/event_webhook"),
    });
}
