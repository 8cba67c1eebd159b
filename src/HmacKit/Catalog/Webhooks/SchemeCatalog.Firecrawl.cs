namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Firecrawl webhooks.</summary>
    public static SignatureScheme Firecrawl => field ??= SignatureScheme.Compile(new()
    {
        Name = "firecrawl",
        Message = "{body}",
        Headers = { ["X-Firecrawl-Signature"] = HeaderFormat.Text("sha256={signature:hex}") },
        EventType = EventField.Json("/type"),
        Documentation = new("https://docs.firecrawl.dev/webhooks/security"),
    });
}
