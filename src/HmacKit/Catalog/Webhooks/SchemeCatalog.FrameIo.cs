namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Frame.io webhooks.</summary>
    public static SignatureScheme FrameIo => field ??= SignatureScheme.Compile(new()
    {
        Name = "frame-io",
        Message = "v0:{timestamp}:{body}",
        Headers =
        {
            ["X-Frameio-Request-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["X-Frameio-Signature"] = HeaderFormat.Text("v0={signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        EventType = EventField.Json("/type"),
        Documentation = new("https://developer.adobe.com/frameio/guides/Webhooks/"),
    });
}
