namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Attentive webhooks: the body.</summary>
    public static SignatureScheme Attentive => field ??= SignatureScheme.Compile(new()
    {
        Name = "attentive",
        Message = "{body}",
        Headers = { ["x-attentive-hmac-sha256"] = HeaderFormat.Text("{signature:hex}") },
        EventIdentity = EventField.BodyDigest,
        EventType = EventField.Json("/type"),
        Documentation = new("https://docs.attentive.com/docs/create-and-manage-webhooks"),
    });
}
