namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Mautic webhooks.</summary>
    public static SignatureScheme Mautic => field ??= SignatureScheme.Compile(new()
    {
        Name = "mautic",
        Message = "{body}",
        Headers = { ["Webhook-Signature"] = HeaderFormat.Text("{signature:base64}") },
        Documentation = new("https://github.com/mautic/mautic/blob/5.x/app/bundles/WebhookBundle/Http/Client.php"),
    });
}
