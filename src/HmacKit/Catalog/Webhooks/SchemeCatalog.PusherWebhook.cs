namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Pusher Channels webhooks.</summary>
    /// <remarks><c>X-Pusher-Key</c> selects the secret: put each app's key into the ring under that id.</remarks>
    public static SignatureScheme PusherWebhook => field ??= SignatureScheme.Compile(new()
    {
        Name = "pusher-webhook",
        Message = "{body}",
        Headers =
        {
            ["X-Pusher-Key"] = HeaderFormat.Text("{keyid}"),
            ["X-Pusher-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Documentation = new("https://pusher.com/docs/channels/server_api/webhooks/"),
    });
}
