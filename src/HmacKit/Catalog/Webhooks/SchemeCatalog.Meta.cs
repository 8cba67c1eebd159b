namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Meta webhooks (Facebook, Instagram, WhatsApp): the body, signed with the app secret.</summary>
    /// <remarks>
    /// <para>Meta signs the body with characters outside ASCII escaped as it sends them: verify the raw bytes and nothing
    /// else.</para>
    /// </remarks>
    public static SignatureScheme Meta => field ??= SignatureScheme.Compile(new()
    {
        Name = "meta",
        OtherNames = ["meta-webhook"],
        Message = "{body}",
        Headers =
        {
            ["X-Hub-Signature-256"] = HeaderFormat.Text("sha256={signature:hex}"),
        },
        EventIdentity = EventField.BodyDigest,
        EventType = EventField.Json("/object"),
        Handshake = Handshake.EchoOfQuery("hub.challenge", "hub.verify_token"),
        Documentation = new("https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads"),
    });
}
