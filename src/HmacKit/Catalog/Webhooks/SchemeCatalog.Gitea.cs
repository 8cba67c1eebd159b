namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Gitea, Forgejo and Gogs webhooks.</summary>
    /// <remarks>Forgejo also sends <c>X-Forgejo-Signature</c> and GitHub's header with the same signature.</remarks>
    public static SignatureScheme Gitea => field ??= SignatureScheme.Compile(new()
    {
        Name = "gitea",
        Message = "{body}",
        Headers =
        {
            ["X-Gitea-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Documentation = new("https://docs.gitea.com/usage/webhooks"),
    });
}
