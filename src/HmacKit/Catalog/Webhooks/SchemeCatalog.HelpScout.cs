namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Help Scout webhooks.</summary>
    public static SignatureScheme HelpScout => field ??= SignatureScheme.Compile(new()
    {
        Name = "help-scout",
        Message = "{body}",
        Headers =
        {
            ["X-HelpScout-Signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        Documentation = new("https://developer.helpscout.com/webhooks/"),
    });
}
