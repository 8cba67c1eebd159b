namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Alchemy webhooks: the body.</summary>
    /// <remarks>Each webhook has a signing key of its own.</remarks>
    public static SignatureScheme Alchemy => field ??= SignatureScheme.Compile(new()
    {
        Name = "alchemy",
        Message = "{body}",
        Headers = { ["X-Alchemy-Signature"] = HeaderFormat.Text("{signature:hex}") },
        EventIdentity = EventField.Json("/id"),
        EventType = EventField.Json("/type"),
        Documentation = new("https://www.alchemy.com/docs/reference/notify-api-quickstart"),
    });
}
