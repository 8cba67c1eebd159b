namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Tally form webhooks: the body.</summary>
    public static SignatureScheme Tally => field ??= SignatureScheme.Compile(new()
    {
        Name = "tally",
        Message = "{body}",
        Headers = { ["Tally-Signature"] = HeaderFormat.Text("{signature:base64}") },
        EventIdentity = EventField.Json("/eventId"),
        EventType = EventField.Json("/eventType"),
        Documentation = new("https://tally.so/help/webhooks"),
    });
}
