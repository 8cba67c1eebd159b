namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>AiPrise callbacks.</summary>
    /// <remarks>The key is the private key of the API; callbacks have no secret of their own.</remarks>
    public static SignatureScheme AiPrise => field ??= SignatureScheme.Compile(new()
    {
        Name = "aiprise",
        Message = "{body}",
        Headers = { ["X-HMAC-SIGNATURE"] = HeaderFormat.Text("{signature:hex}") },
        Documentation = new("https://www.skills.sh/hookdeck/webhook-skills/aiprise-webhooks"),
    });
}
