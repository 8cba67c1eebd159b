namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Gitea, Forgejo and Gogs webhooks.</summary>
    /// <remarks>Each sends the same signature in headers of the others too, and in GitHub's. One of these three is enough.</remarks>
    public static SignatureScheme Gitea => field ??= SignatureScheme.Compile(new()
    {
        Name = "gitea",
        Message = "{body}",
        Headers =
        {
            ["X-Gitea-Signature"] = HeaderFormat.Text("{signature:hex}").Optional(),
            ["X-Forgejo-Signature"] = HeaderFormat.Text("{signature:hex}").Optional(),
            ["X-Gogs-Signature"] = HeaderFormat.Text("{signature:hex}").Optional(),
        },
        Documentation = new("https://docs.gitea.com/usage/webhooks"),
    });
}
