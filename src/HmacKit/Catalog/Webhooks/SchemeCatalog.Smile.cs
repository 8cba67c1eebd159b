namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Smile API (getsmileapi.com) webhooks: SHA-512.</summary>
    /// <remarks>Neither Smile.io nor Smile Identity.</remarks>
    public static SignatureScheme Smile => field ??= SignatureScheme.Compile(new()
    {
        Name = "smile",
        Message = "{body}",
        Headers = { ["Smile-Signature"] = HeaderFormat.Text("{signature:hex}") },
        Algorithm = HmacAlgorithm.Sha512,
        EventIdentity = EventField.Json("/id"),
        EventType = EventField.Json("/type"),
        Documentation = new("https://www.skills.sh/hookdeck/webhook-skills/smile-webhooks"),
    });
}
