namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Walmart Marketplace performance webhooks: method, target, time and the body's digest.</summary>
    /// <remarks>The window of five minutes is ours.</remarks>
    public static SignatureScheme Walmart => field ??= SignatureScheme.Compile(new()
    {
        Name = "walmart",
        Message = "{method}\n{target}\n{timestamp}\n{body:sha256:hex}",
        Headers =
        {
            ["WM_SEC.TIMESTAMP"] = HeaderFormat.Text("{timestamp}"),
            ["WM_SEC.SIGNATURE"] = HeaderFormat.Text("{signature:base64}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        EventType = EventField.Json("/eventType"),
        Documentation = new("https://developer.walmart.com/us-marketplace/docs/security-and-authenticity"),
    });
}
