namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Uber webhooks: the body.</summary>
    /// <remarks>The key is the app's client secret; Uber Direct has a signing key of its own.</remarks>
    public static SignatureScheme Uber => field ??= SignatureScheme.Compile(new()
    {
        Name = "uber",
        Message = "{body}",
        Headers = { ["X-Uber-Signature"] = HeaderFormat.Text("{signature:hex}") },
        EventIdentity = EventField.Json("/event_id"),
        EventType = EventField.Json("/event_type"),
        Documentation = new("https://developer.uber.com/docs/eats/guides/webhooks"),
    });
}
