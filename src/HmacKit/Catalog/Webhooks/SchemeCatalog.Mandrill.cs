namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Mailchimp Transactional (Mandrill) webhooks.</summary>
    /// <remarks>The URL is the one that you registered.</remarks>
    public static SignatureScheme Mandrill => field ??= SignatureScheme.Compile(new()
    {
        Name = "mandrill",
        Message = "{webhookUrl}{form:sorted}",
        Headers = { ["X-Mandrill-Signature"] = HeaderFormat.Text("{signature:base64}") },
        Values = { ["webhookUrl"] = SchemeValue.Configured() },
        Parameters = new() { Encoding = ParameterEncoding.Decoded, Pair = "", Joiner = "" },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        AmbiguousBecause = "The vendor joins names and values with nothing between them.",
        Documentation = new("https://mailchimp.com/developer/transactional/guides/track-respond-activity-webhooks/"),
    });
}
