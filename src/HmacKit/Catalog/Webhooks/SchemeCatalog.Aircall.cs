namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Aircall webhooks: the token itself in the body, without a MAC.</summary>
    /// <remarks>
    /// <para>It proves that the sender knows the token, and nothing of the request: who sees one request can send any other. Take it over TLS only, and keep the body out of logs.</para>
    /// <para>The dashboard doesn't show the token: <c>GET /v1/webhooks/:id</c> answers with it.</para>
    /// </remarks>
    public static SignatureScheme Aircall => field ??= SignatureScheme.Compile(new()
    {
        Name = "aircall",
        Json = { ["/token"] = HeaderFormat.Text("{token}") },
        EventType = EventField.Json("/event"),
        Documentation = new("https://developer.aircall.io/docs/setup-webhooks"),
    });
}
