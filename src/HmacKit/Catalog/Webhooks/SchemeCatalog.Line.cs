namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>LINE Messaging API webhooks.</summary>
    public static SignatureScheme Line => field ??= SignatureScheme.Compile(new()
    {
        Name = "line",
        Message = "{body}",
        Headers =
        {
            ["x-line-signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        EventIdentity = EventField.JsonOfEach("/events", "/webhookEventId"),
        EventType = EventField.Json("/type"),
        Documentation = new("https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/"),
    });
}
