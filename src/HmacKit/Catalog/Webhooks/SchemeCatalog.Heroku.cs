namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Heroku app webhooks.</summary>
    public static SignatureScheme Heroku => field ??= SignatureScheme.Compile(new()
    {
        Name = "heroku",
        Message = "{body}",
        Headers =
        {
            ["Heroku-Webhook-Hmac-SHA256"] = HeaderFormat.Text("{signature:base64}"),
        },
        Documentation = new("https://devcenter.heroku.com/articles/app-webhooks#securing-webhook-requests"),
    });
}
