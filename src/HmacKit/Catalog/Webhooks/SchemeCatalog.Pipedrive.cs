namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Pipedrive webhooks: user and password (HTTP Basic), without a MAC.</summary>
    /// <remarks>
    /// <para>It proves that the sender knows them, and nothing of the request: who sees one request can send any other. Take it over TLS only.</para>
    /// <para>The secret is <c>user:password</c>, as it was entered at the vendor's.</para>
    /// </remarks>
    public static SignatureScheme Pipedrive => field ??= SignatureScheme.Compile(new()
    {
        Name = "pipedrive",
        Headers = { ["Authorization"] = HeaderFormat.Text("{token}").InBase64("Basic ") },
        Documentation = new("https://pipedrive.readme.io/docs/guide-for-webhooks-v2"),
    });
}
