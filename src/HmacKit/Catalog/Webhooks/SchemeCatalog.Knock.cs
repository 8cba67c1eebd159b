namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Knock outbound webhooks: time and body.</summary>
    /// <remarks>The time is in milliseconds.</remarks>
    public static SignatureScheme Knock => field ??= SignatureScheme.Compile(new()
    {
        Name = "knock",
        Message = "{timestamp}.{body}",
        Headers = { ["x-knock-signature"] = HeaderFormat.Fields("t={timestamp},s={signature:base64}") },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromMinutes(5)),
        EventIdentity = EventField.Json("/id"),
        EventType = EventField.Json("/type"),
        Documentation = new("https://docs.knock.app/developer-tools/outbound-webhooks/overview"),
    });
}
