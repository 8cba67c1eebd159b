namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Hookdeck webhooks: the body, in a header for each of two secrets, of which one is enough.</summary>
    /// <remarks>This is what Hookdeck signs on the way to you, whatever the source signed on the way to it.</remarks>
    public static SignatureScheme Hookdeck => field ??= SignatureScheme.Compile(new()
    {
        Name = "hookdeck",
        Message = "{body}",
        Headers =
        {
            ["x-hookdeck-signature"] = HeaderFormat.Text("{signature:base64}").Optional(),
            ["x-hookdeck-signature-2"] = HeaderFormat.Text("{signature:base64}").Optional(),
        },
        EventIdentity = EventField.Header("x-hookdeck-eventid"),
        Documentation = new("https://hookdeck.com/docs/authentication#hookdeck-webhook-signature-verification"),
    });
}
