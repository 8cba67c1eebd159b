namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Notion webhooks.</summary>
    /// <remarks>The key is the verification token that Notion sends when the subscription is made.</remarks>
    public static SignatureScheme Notion => field ??= SignatureScheme.Compile(new()
    {
        Name = "notion",
        Message = "{body}",
        Headers =
        {
            ["X-Notion-Signature"] = HeaderFormat.Text("sha256={signature:hex}"),
        },
        Documentation = new("https://developers.notion.com/reference/webhooks"),
    });
}
