namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Worldline webhooks (Connect and Direct): the body, under the key that a header names.</summary>
    /// <remarks>Requests to the API itself are signed as <c>worldline</c> says.</remarks>
    public static SignatureScheme WorldlineWebhook => field ??= SignatureScheme.Compile(new()
    {
        Name = "worldline-webhook",
        Message = "{body}",
        Headers =
        {
            ["X-GCS-KeyId"] = HeaderFormat.Text("{keyid}"),
            ["X-GCS-Signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        EventIdentity = EventField.Json("/id"),
        EventType = EventField.Json("/type"),
        Documentation = new("https://docs.connect.worldline-solutions.com/documentation/webhooks/event-structure/"),
    });
}
