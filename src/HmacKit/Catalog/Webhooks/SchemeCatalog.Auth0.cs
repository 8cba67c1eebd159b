namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Auth0 log streams to a webhook: the token itself in <c>Authorization</c>, without a MAC.</summary>
    /// <remarks>
    /// <para>It proves that the sender knows the token, and nothing of the request: who sees one request can send any other. Take it over TLS only.</para>
    /// <para>The secret is the whole value of the header, as it was entered in Auth0.</para>
    /// </remarks>
    public static SignatureScheme Auth0 => field ??= SignatureScheme.Compile(new()
    {
        Name = "auth0-log-stream",
        Headers = { ["Authorization"] = HeaderFormat.Text("{token}") },
        Documentation = new("https://auth0.com/docs/customize/log-streams/custom-log-streams"),
    });
}
