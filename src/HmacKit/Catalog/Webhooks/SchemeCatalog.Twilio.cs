namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Twilio webhooks: the URL, and the fields of a form sorted by name.</summary>
    /// <remarks>
    /// <para>A JSON body is bound by the digest in the query. The URL is the one that Twilio calls, as <see cref="RequestSource.Origin"/> and target give it.</para>
    /// <para>Some of Twilio's products sign the URL without its port, or with the port that it has by default. As its own libraries do, the other way is tried where the first doesn't fit.</para>
    /// </remarks>
    public static SignatureScheme Twilio => field ??= SignatureScheme.Compile(new()
    {
        Name = "twilio",
        Message = "{url}{form:sorted}",
        Headers = { ["X-Twilio-Signature"] = HeaderFormat.Text("{signature:base64}") },
        Parameters = new()
        {
            Encoding = ParameterEncoding.Decoded,
            Repeats = RepeatedParameters.Distinct,
            Pair = "",
            Joiner = "",
            IgnoresOtherBodies = true,
        },
        Digests = { ["{query:bodySHA256}"] = DigestRule.RequiredUnlessForm("{body:sha256:hex}") },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        AmbiguousBecause = "the vendor joins names and values without a delimiter: what is moved from one to the next keeps the signature.",
        Code = new TwilioCode(),
        Documentation = new("https://www.twilio.com/docs/usage/security#validating-requests"),
    });
}
