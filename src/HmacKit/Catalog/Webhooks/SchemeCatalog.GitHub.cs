namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>GitHub webhooks: the body.</summary>
    /// <remarks>
    /// <para>The older <c>X-Hub-Signature</c> (HMAC-SHA-1) is not looked at.</para>
    /// </remarks>
    public static SignatureScheme GitHub => field ??= SignatureScheme.Compile(new()
    {
        Name = "github",
        OtherNames = ["github-webhook"],
        Message = "{body}",
        Headers =
        {
            ["X-Hub-Signature-256"] = HeaderFormat.Text("sha256={signature:hex}"),
        },
        EventIdentity = EventField.Header("X-GitHub-Delivery"),
        EventType = EventField.Header("X-GitHub-Event"),
        Documentation = new("https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries"),
    });
}
