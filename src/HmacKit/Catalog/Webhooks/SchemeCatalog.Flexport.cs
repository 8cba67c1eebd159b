namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Flexport webhooks.</summary>
    /// <remarks>Flexport also sends <c>X-Hub-Signature</c> with SHA-1: it isn't read.</remarks>
    public static SignatureScheme Flexport => field ??= SignatureScheme.Compile(new()
    {
        Name = "flexport",
        Message = "{body}",
        Headers = { ["X-Hub-Signature-256"] = HeaderFormat.Text("sha256={signature:hex}") },
        EventType = EventField.Json("/type"),
        Documentation = new("https://apidocs.flexport.com/v2/tag/Webhook-Endpoints/"),
    });
}
