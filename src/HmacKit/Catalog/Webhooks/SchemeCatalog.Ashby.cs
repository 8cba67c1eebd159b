namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Ashby webhooks: the body.</summary>
    /// <remarks>Neither a time nor an id of the event is signed: a copy has the same body, so let the handler be idempotent.</remarks>
    public static SignatureScheme Ashby => field ??= SignatureScheme.Compile(new()
    {
        Name = "ashby",
        Message = "{body}",
        Headers = { ["Ashby-Signature"] = HeaderFormat.Text("sha256={signature:hex}") },
        EventIdentity = EventField.BodyDigest,
        EventType = EventField.Json("/action"),
        Documentation = new("https://developers.ashbyhq.com/docs/authenticating-webhooks"),
    });
}
