namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Front rule webhooks.</summary>
    /// <remarks>
    /// The key is the API secret.
    /// <para>Front's application webhooks have the same header for another message: <see cref="FrontApplication"/>.</para>
    /// </remarks>
    public static SignatureScheme Front => field ??= SignatureScheme.Compile(new()
    {
        Name = "front",
        Message = "{body}",
        Headers =
        {
            ["X-Front-Signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        Documentation = new("https://dev.frontapp.com/docs/rule-webhooks"),
    });
}
