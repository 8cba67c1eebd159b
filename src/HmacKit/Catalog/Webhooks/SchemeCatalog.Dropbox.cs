namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Dropbox webhooks.</summary>
    /// <remarks>The key is the app secret, not an access token.</remarks>
    public static SignatureScheme Dropbox => field ??= SignatureScheme.Compile(new()
    {
        Name = "dropbox",
        Message = "{body}",
        Headers =
        {
            ["X-Dropbox-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Handshake = Handshake.EchoOfQuery("challenge"),
        Documentation = new("https://www.dropbox.com/developers/reference/webhooks"),
    });
}
