namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>CircleCI webhooks.</summary>
    /// <remarks>Versions other than <c>v1</c> in the list are passed over.</remarks>
    public static SignatureScheme CircleCi => field ??= SignatureScheme.Compile(new()
    {
        Name = "circleci",
        Message = "{body}",
        Headers =
        {
            ["circleci-signature"] = HeaderFormat.List("v1={signature:hex}", separator: ','),
        },
        Documentation = new("https://circleci.com/docs/webhooks/"),
    });
}
