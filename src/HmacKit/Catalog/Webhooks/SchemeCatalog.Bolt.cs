namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Bolt checkout: webhooks and merchant callbacks.</summary>
    public static SignatureScheme Bolt => field ??= SignatureScheme.Compile(new()
    {
        Name = "bolt",
        Message = "{body}",
        Headers = { ["X-Bolt-Hmac-Sha256"] = HeaderFormat.Text("{signature:base64}") },
        Documentation = new("https://help.bolt.com/developers/webhooks/hook-verification/"),
    });
}
