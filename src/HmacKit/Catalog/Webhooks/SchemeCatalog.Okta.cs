namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Okta event hooks: the secret itself in <c>Authorization</c>, without a MAC.</summary>
    /// <remarks>
    /// <para>It proves that the sender knows the secret, and nothing of the request: who sees one request can send any other. Take it over TLS only.</para>
    /// <para>The secret is the whole value, with <c>Basic </c> and the like if that was entered in Okta. Another authentication field than <c>Authorization</c> needs a scheme of your own.</para>
    /// </remarks>
    public static SignatureScheme Okta => field ??= SignatureScheme.Compile(new()
    {
        Name = "okta",
        Headers = { ["Authorization"] = HeaderFormat.Text("{token}") },
        Handshake = Handshake.EchoOfHeader("X-Okta-Verification-Challenge", "verification"),
        Documentation = new("https://developer.okta.com/docs/reference/hooks-best-practices/"),
    });
}
