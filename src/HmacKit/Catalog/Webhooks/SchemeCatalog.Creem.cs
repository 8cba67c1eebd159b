namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Creem webhooks: the body.</summary>
    public static SignatureScheme Creem => field ??= SignatureScheme.Compile(new()
    {
        Name = "creem",
        Message = "{body}",
        Headers = { ["creem-signature"] = HeaderFormat.Text("{signature:hex}") },
        EventIdentity = EventField.Json("/id"),
        EventType = EventField.Json("/eventType"),
        Documentation = new("https://docs.creem.io/code/webhooks"),
    });
}
