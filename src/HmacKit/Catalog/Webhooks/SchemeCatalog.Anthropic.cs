namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Anthropic webhooks.</summary>
    /// <remarks>The same wire format as <c>standard-webhooks</c>, under the vendor's name.</remarks>
    public static SignatureScheme Anthropic => field ??= SignatureScheme.Compile(new()
    {
        Name = "anthropic",
        Message = "{id}.{timestamp}.{body}",
        Headers =
        {
            ["webhook-id"] = HeaderFormat.Text("{id}"),
            ["webhook-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["webhook-signature"] = HeaderFormat.List("v1,{signature:base64}", separator: ' '),
        },
        SignsWithAllKeys = true,
        SecretFormat = KeyFormat.Base64.After("whsec_"),
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Replay = ReplayRule.ById,
        EventType = EventField.Json("/type"),
        Documentation = new("https://platform.claude.com/docs/en/managed-agents/webhooks"),
    });
}
