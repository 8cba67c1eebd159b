namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Cursor cloud agent webhooks.</summary>
    /// <remarks>The id of a delivery stands in a header that isn't signed.</remarks>
    public static SignatureScheme Cursor => field ??= SignatureScheme.Compile(new()
    {
        Name = "cursor",
        Message = "{body}",
        Headers = { ["X-Webhook-Signature"] = HeaderFormat.Text("sha256={signature:hex}") },
        EventIdentity = EventField.Header("X-Webhook-ID"),
        EventType = EventField.Header("X-Webhook-Event"),
        Documentation = new("https://cursor.com/docs/cloud-agent/api/webhooks"),
    });
}
