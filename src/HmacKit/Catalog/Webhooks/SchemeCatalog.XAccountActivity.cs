namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>X account activity webhooks, formerly of Twitter.</summary>
    /// <remarks>The key is the app's consumer secret.</remarks>
    public static SignatureScheme XAccountActivity => field ??= SignatureScheme.Compile(new()
    {
        Name = "x-account-activity",
        Message = "{body}",
        Headers =
        {
            ["x-twitter-webhooks-signature"] = HeaderFormat.Text("sha256={signature:base64}"),
        },
        EventIdentity = EventField.BodyDigest,
        Handshake = Handshake.MacOfQuery("crc_token", "response_token", "sha256=", TagEncoding.Base64),
        Documentation = new("https://docs.x.com/x-api/webhooks/quickstart"),
    });
}
