namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Standard Webhooks, the symmetric form.</summary>
    /// <remarks>Signatures of other versions, such as the asymmetric <c>v1a</c>, are skipped. While a secret is rotated there is a signature for each, the new key's first.</remarks>
    public static SignatureScheme StandardWebhooks => field ??= SignatureScheme.Compile(new()
    {
        Name = "standard-webhooks",
        Message = "{id}.{timestamp}.{body}",
        Headers =
        {
            ["webhook-id"] = HeaderFormat.Text("{id}"),
            ["webhook-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["webhook-signature"] = HeaderFormat.List("v1,{signature:base64}", separator: ' '),
        },
        SignsWithAllKeys = true,
        SecretFormat = KeyFormat.Base64.After("whsec_"),
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Replay = ReplayRule.ById,
        Documentation = new("https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md"),
    });
}
