namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Todoist webhooks.</summary>
    /// <remarks>The key is the app's client secret.</remarks>
    public static SignatureScheme Todoist => field ??= SignatureScheme.Compile(new()
    {
        Name = "todoist",
        Message = "{body}",
        Headers =
        {
            ["X-Todoist-Hmac-SHA256"] = HeaderFormat.Text("{signature:base64}"),
        },
        Documentation = new("https://developer.todoist.com/api/v1/#tag/Webhooks"),
    });
}
