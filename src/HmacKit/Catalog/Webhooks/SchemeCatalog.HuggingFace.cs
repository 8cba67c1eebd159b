namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Hugging Face webhooks: the secret itself in a header, without a MAC.</summary>
    /// <remarks>It proves that the sender knows the secret, and nothing of the request: who sees one request can send any other. Take it over TLS only.</remarks>
    public static SignatureScheme HuggingFace => field ??= SignatureScheme.Compile(new()
    {
        Name = "hugging-face",
        Headers = { ["X-Webhook-Secret"] = HeaderFormat.Text("{token}") },
        EventType = EventField.Json("/event/scope"),
        Documentation = new("https://huggingface.co/docs/hub/webhooks"),
    });
}
