namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Finch webhooks.</summary>
    /// <remarks>Standard Webhooks under other header names, and the secret without <c>whsec_</c>.</remarks>
    public static SignatureScheme Finch => field ??= SignatureScheme.Compile(new()
    {
        Name = "finch",
        Message = "{id}.{timestamp}.{body}",
        Headers =
        {
            ["Finch-Event-Id"] = HeaderFormat.Text("{id}"),
            ["Finch-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["Finch-Signature"] = HeaderFormat.List("v1,{signature:base64}", separator: ' '),
        },
        SignsWithAllKeys = true,
        SecretFormat = KeyFormat.Base64,
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Replay = ReplayRule.ById,
        EventType = EventField.Json("/event_type"),
        Documentation = new("https://developer.tryfinch.com/developer-resources/Webhooks"),
    });
}
