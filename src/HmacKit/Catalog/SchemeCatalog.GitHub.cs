namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>GitHub webhooks.</summary>
    public static SignatureScheme GitHub => field ??= SignatureScheme.Compile(new()
    {
        Name = "github",
        Message = "{body}",
        Headers =
        {
            ["X-Hub-Signature-256"] = HeaderFormat.Text("sha256={signature:hex}"),
        },
        Documentation = new("https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries"),
    });
}
