namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Logto webhooks.</summary>
    /// <remarks>The key is the webhook's signing key, from its page in the console.</remarks>
    public static SignatureScheme Logto => field ??= SignatureScheme.Compile(new()
    {
        Name = "logto",
        Message = "{body}",
        Headers =
        {
            ["logto-signature-sha-256"] = HeaderFormat.Text("{signature:hex}"),
        },
        Documentation = new("https://docs.logto.io/developers/webhooks/secure-webhooks"),
    });
}
