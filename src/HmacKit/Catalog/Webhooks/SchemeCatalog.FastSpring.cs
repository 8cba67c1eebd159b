namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>FastSpring webhooks: the body.</summary>
    /// <remarks>A request may bring several events, each with an <c>id</c> of its own.</remarks>
    public static SignatureScheme FastSpring => field ??= SignatureScheme.Compile(new()
    {
        Name = "fastspring",
        Message = "{body}",
        Headers = { ["X-FS-Signature"] = HeaderFormat.Text("{signature:base64}") },
        EventIdentity = EventField.JsonOfEach("/events", "/id"),
        Documentation = new("https://developer.fastspring.com/reference/message-security"),
    });
}
