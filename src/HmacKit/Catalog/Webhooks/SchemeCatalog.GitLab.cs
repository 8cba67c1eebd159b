namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>GitLab webhooks: the secret itself in a header, without a MAC.</summary>
    /// <remarks>It proves that the sender knows the secret, and nothing of the request: who sees one request can send any other. Take it over TLS only.</remarks>
    public static SignatureScheme GitLab => field ??= SignatureScheme.Compile(new()
    {
        Name = "gitlab",
        Headers = { ["X-Gitlab-Token"] = HeaderFormat.Text("{token}") },
        Documentation = new("https://docs.gitlab.com/user/project/integrations/webhooks/#validate-payloads-by-using-a-secret-token"),
    });
}
