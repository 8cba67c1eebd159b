namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Retell AI webhooks: the body, and the time behind it.</summary>
    /// <remarks>The secret is the API key. The time is in milliseconds.</remarks>
    public static SignatureScheme Retell => field ??= SignatureScheme.Compile(new()
    {
        Name = "retell",
        Message = "{body}{timestamp}",
        Headers = { ["X-Retell-Signature"] = HeaderFormat.Fields("v={timestamp},d={signature:hex}") },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromMinutes(5)),
        EventType = EventField.Json("/event"),
        AmbiguousBecause = "the vendor joins body and time with nothing between them; the window bounds what could move from one to the other.",
        Documentation = new("https://docs.retellai.com/features/secure-webhook"),
    });
}
