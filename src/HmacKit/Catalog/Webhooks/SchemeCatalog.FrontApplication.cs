namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Front application webhooks.</summary>
    /// <remarks>
    /// The key is the application's signing key.
    /// <para>When the endpoint is saved, Front posts a challenge in <c>X-Front-Challenge</c>, signed like an event; an endpoint answers it.</para>
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
        Handshake = Handshake.EchoOfHeader("X-Front-Challenge", "challenge", "POST"),
        Documentation = new("https://dev.frontapp.com/docs/application-webhooks"),
    });
}
