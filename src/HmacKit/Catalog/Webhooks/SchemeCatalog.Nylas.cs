namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Nylas v3 webhooks.</summary>
    /// <remarks>The body may be compressed: what is signed is what was sent.</remarks>
    public static SignatureScheme Nylas => field ??= SignatureScheme.Compile(new()
    {
        Name = "nylas",
        Message = "{body}",
        Headers =
        {
            ["X-Nylas-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        EventIdentity = EventField.Json("/id"),
        EventType = EventField.Json("/type"),
        Handshake = Handshake.EchoOfQuery("challenge"),
        Documentation = new("https://developer.nylas.com/docs/v3/notifications/"),
    });
}
