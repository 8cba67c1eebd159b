namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Webhooks sent through Svix: Standard Webhooks under other header names.</summary>
    /// <remarks>While a secret is rotated there is a signature for each, the new key's first, as Svix sends them.</remarks>
    public static SignatureScheme Svix => field ??= SignatureScheme.Compile(new()
    {
        Name = "svix",
        Message = "{id}.{timestamp}.{body}",
        Headers =
        {
            ["svix-id"] = HeaderFormat.Text("{id}"),
            ["svix-timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["svix-signature"] = HeaderFormat.List("v1,{signature:base64}", separator: ' '),
        },
        SignsWithAllKeys = true,
        SecretFormat = KeyFormat.Base64.After("whsec_"),
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        Replay = ReplayRule.ById,
        Documentation = new("https://docs.svix.com/receiving/verifying-payloads/how-manual"),
    });
}
