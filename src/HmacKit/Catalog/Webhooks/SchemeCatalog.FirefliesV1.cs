namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Fireflies webhooks, version 1.</summary>
    public static SignatureScheme FirefliesV1 => field ??= SignatureScheme.Compile(new()
    {
        Name = "fireflies-v1",
        Message = "{body}",
        Headers = { ["x-hub-signature"] = HeaderFormat.Text("{signature:hex}") },
        EventType = EventField.Json("/eventType"),
        Documentation = new("https://docs.fireflies.ai/graphql-api/webhooks"),
    });
}
