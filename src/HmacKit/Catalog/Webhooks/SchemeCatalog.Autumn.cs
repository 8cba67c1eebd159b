namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Autumn webhooks.</summary>
    /// <remarks>The same wire format as <c>svix</c>, under the vendor's name.</remarks>
    public static SignatureScheme Autumn => field ??= SignatureScheme.Compile(new()
    {
        Name = "autumn",
        Message = "{id}.{timestamp}.{body}",
        Headers =
        {
            ["svix-id"] = HeaderFormat.Text("{id}"),
            ["svix-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["svix-signature"] = HeaderFormat.List("v1,{signature:base64}", separator: ' '),
        },
        SignsWithAllKeys = true,
        SecretFormat = KeyFormat.Base64.After("whsec_"),
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Replay = ReplayRule.ById,
        EventType = EventField.Json("/type"),
        Documentation = new("https://docs.useautumn.com/documentation/webhooks"),
    });
}
