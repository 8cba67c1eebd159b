namespace HmacKit;

/// <summary>What the schemes of OAuth 1.0a share: all but the hash, and whether a key belongs to a token.</summary>
internal static class OAuth1Scheme
{
    /// <summary>The scheme of a name.</summary>
    /// <param name="name">The scheme's name.</param>
    /// <param name="method">The one signature method that is taken, <c>HMAC-SHA1</c>, <c>HMAC-SHA256</c> or <c>HMAC-SHA512</c>.</param>
    /// <param name="isByToken">Whether the key belongs to the token; else the token's secret is configured.</param>
    /// <param name="otherNames">Other names.</param>
    public static SignatureScheme Compile(string name, string method, bool isByToken, params string[] otherNames)
    {
        (HmacAlgorithm algorithm, string hash) = method switch
        {
            "HMAC-SHA1" => (HmacAlgorithm.Sha1ForLegacyUseOnly, "legacy-sha1"),
            "HMAC-SHA256" => (HmacAlgorithm.Sha256, "sha256"),
            _ => (HmacAlgorithm.Sha512, "sha512"),
        };
        SchemeDefinition definition = new()
        {
            Name = name,
            OtherNames = otherNames,
            Message = "{method}&{address:encoded}&{parameters:encoded}",
            Parts = { ["address"] = "{origin}{path}", ["parameters"] = "{parameters:sorted}&{keyid}&{nonce}&{timestamp}[&{oauth_token}][&{oauth_verifier}][&{oauth_callback}][&{oauth_body_hash}][&{oauth_version}]" },
            Headers = { ["Authorization"] = HeaderFormat.Parameters($"OAuth oauth_consumer_key=\"{{keyid}}\", oauth_nonce=\"{{nonce}}\", oauth_signature_method=\"{method}\", oauth_timestamp=\"{{timestamp}}\"[, oauth_token=\"{{oauth_token}}\"][, oauth_verifier=\"{{oauth_verifier}}\"][, oauth_callback=\"{{oauth_callback}}\"][, oauth_body_hash=\"{{oauth_body_hash}}\"][, oauth_version=\"{{oauth_version}}\"], oauth_signature=\"{{signature:base64}}\"") },
            Values =
            {
                ["oauth_token"] = SchemeValue.Carried(),
                ["oauth_verifier"] = SchemeValue.Carried(),
                ["oauth_callback"] = SchemeValue.Carried(),
                ["oauth_body_hash"] = SchemeValue.Carried(),
                ["oauth_version"] = SchemeValue.Carried(),
            },
            Parameters = new() { IgnoresOtherBodies = true },
            Digests = { ["{oauth_body_hash}"] = DigestRule.RequiredUnlessForm($"{{body:{hash}:base64}}") },
            Algorithm = algorithm,
            KeyDerivation = isByToken ? null : KeyDerivation.FromSecret.PercentEncoded().WithSuffix("&{tokenSecret:encoded}"),
            Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
            Replay = ReplayRule.ByNonce,
            Code = new OAuth1Code(method, isByToken),
            AmbiguousBecause = "All parameters are sorted, OAuth's own among them, so the template shows what is signed and not in which order.",
            Documentation = new("https://www.rfc-editor.org/rfc/rfc5849"),
        };
        if (!isByToken)
        {
            definition.Values["tokenSecret"] = SchemeValue.Secret("");
        }

        return SignatureScheme.Compile(definition);
    }
}
