namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Jira and Bitbucket webhooks.</summary>
    /// <remarks>The header has the name of GitHub's SHA-1 header, but the signature is HMAC-SHA256.</remarks>
    public static SignatureScheme Atlassian => field ??= SignatureScheme.Compile(new()
    {
        Name = "atlassian-hub-signature",
        OtherNames = ["bitbucket", "jira"],
        Message = "{body}",
        Headers =
        {
            ["X-Hub-Signature"] = HeaderFormat.Text("sha256={signature:hex}"),
        },
        Documentation = new("https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/"),
    });
}
