namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>GoCardless webhooks.</summary>
    public static SignatureScheme GoCardless => field ??= SignatureScheme.Compile(new()
    {
        Name = "gocardless",
        Message = "{body}",
        Headers =
        {
            ["Webhook-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Documentation = new("https://developer.gocardless.com/getting-started/staying-up-to-date-with-webhooks/"),
    });
}
