namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Stream (GetStream) webhooks.</summary>
    /// <remarks>The key is the API secret.</remarks>
    public static SignatureScheme GetStream => field ??= SignatureScheme.Compile(new()
    {
        Name = "getstream",
        Message = "{body}",
        Headers =
        {
            ["x-signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Documentation = new("https://getstream.io/chat/docs/node/webhooks_overview/"),
    });
}
