namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Webex webhooks.</summary>
    public static SignatureScheme Webex => field ??= SignatureScheme.Compile(new()
    {
        Name = "webex",
        Message = "{body}",
        Headers =
        {
            ["X-Spark-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        Documentation = new("https://developer.webex.com/docs/api/guides/webhooks"),
    });
}
