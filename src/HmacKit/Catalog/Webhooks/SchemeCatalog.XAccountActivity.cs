namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>X account activity webhooks, formerly of Twitter.</summary>
    /// <remarks>
    /// <para>The key is the app's consumer secret.</para>
    /// <para>Anyone who asks as the vendor does, by GET, gets the MAC of letters, digits and <c>-_.~+/=</c>: take no body for an event that isn't a JSON object.</para>
    /// </remarks>
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
