namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>ClickUp webhooks: the body.</summary>
    /// <remarks>The secret is in the answer that created the webhook.</remarks>
    public static SignatureScheme ClickUp => field ??= SignatureScheme.Compile(new()
    {
        Name = "clickup",
        Message = "{body}",
        Headers = { ["X-Signature"] = HeaderFormat.Text("{signature:hex}") },
        EventType = EventField.Json("/event"),
        Documentation = new("https://developer.clickup.com/docs/webhooksignature"),
    });
}
