namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Square webhooks.</summary>
    /// <remarks>The URL is the one that you registered, not the one that the request came to.</remarks>
    public static SignatureScheme Square => field ??= SignatureScheme.Compile(new()
    {
        Name = "square",
        Message = "{notificationUrl}{body}",
        Headers = { ["x-square-hmacsha256-signature"] = HeaderFormat.Text("{signature:base64}") },
        Values = { ["notificationUrl"] = SchemeValue.Configured() },
        AmbiguousBecause = "The vendor joins the URL and the body with nothing between them; the URL is fixed.",
        Documentation = new("https://developer.squareup.com/docs/webhooks/step3validate"),
    });
}
