namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Xero webhooks.</summary>
    /// <remarks>Xero's intent to receive sends wrong signatures on purpose and expects 401 for them.</remarks>
    public static SignatureScheme Xero => field ??= SignatureScheme.Compile(new()
    {
        Name = "xero",
        Message = "{body}",
        Headers =
        {
            ["x-xero-signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        EventIdentity = EventField.BodyDigest,
        Handshake = Handshake.OfNoEvents("/events"),
        Documentation = new("https://developer.xero.com/documentation/guides/webhooks/configuring-your-server/"),
    });
}
