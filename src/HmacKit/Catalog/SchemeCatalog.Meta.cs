namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Meta (Facebook, Instagram, WhatsApp) webhooks, signed with the app secret.</summary>
    public static SignatureScheme Meta => field ??= SignatureScheme.Compile(new()
    {
        Name = "meta",
        Message = "{body}",
        Headers =
        {
            ["X-Hub-Signature-256"] = HeaderFormat.Text("sha256={signature:hex}"),
        },
        Documentation = new("https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads"),
    });
}
