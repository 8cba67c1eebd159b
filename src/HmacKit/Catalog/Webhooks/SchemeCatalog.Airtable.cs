namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Airtable webhooks.</summary>
    /// <remarks>The secret is <c>macSecretBase64</c> of the call that made the webhook; it's shown once.</remarks>
    public static SignatureScheme Airtable => field ??= SignatureScheme.Compile(new()
    {
        Name = "airtable",
        Message = "{body}",
        Headers =
        {
            ["X-Airtable-Content-MAC"] = HeaderFormat.Text("hmac-sha256={signature:hex}"),
        },
        SecretFormat = KeyFormat.Base64,
        Documentation = new("https://airtable.com/developers/web/api/webhooks-overview"),
    });
}
