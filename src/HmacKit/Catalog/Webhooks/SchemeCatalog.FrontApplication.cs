namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Front application webhooks.</summary>
    /// <remarks>
    /// The key is the application's signing key.
    /// <para>When the endpoint is saved, Front posts a challenge in <c>X-Front-Challenge</c>, which your own code must answer.</para>
    /// </remarks>
    public static SignatureScheme FrontApplication => field ??= SignatureScheme.Compile(new()
    {
        Name = "front-application",
        Message = "{timestamp}:{body}",
        Headers =
        {
            ["X-Front-Request-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["X-Front-Signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromSeconds(300)),
        Documentation = new("https://dev.frontapp.com/docs/application-webhooks"),
    });
}
