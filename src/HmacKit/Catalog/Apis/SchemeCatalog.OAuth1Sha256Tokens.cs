namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>OAuth 1.0a with HMAC-SHA256, for servers with many tokens.</summary>
    /// <remarks>
    /// <para>The key id is <c>CONSUMER&amp;TOKEN</c>, or <c>CONSUMER</c> for requests without a token, and the secret is both secrets, percent-encoded and joined by <c>&amp;</c>: each pair has a key of its own.</para>
    /// <para>Only forms are signed by the standard. A body that is no form must come with <c>oauth_body_hash</c>, which a signer adds by itself; without it the request is refused.</para>
    /// <para>Address and port are signed, so the server must be told its public origin. The method <c>PLAINTEXT</c>, or any other than the scheme's, is refused.</para>
    /// </remarks>
    public static SignatureScheme OAuth1Sha256Tokens => field ??= SignatureScheme.Compile(new()
    {
        Name = "oauth1-sha256-tokens",
        Message = "{method}&{address:encoded}&{parameters:encoded}",
        Parts = { ["address"] = "{origin}{path}", ["parameters"] = "{parameters:sorted}&{keyid}&{nonce}&{timestamp}[&{oauth_token}][&{oauth_verifier}][&{oauth_callback}][&{oauth_body_hash}][&{oauth_version}]" },
        Headers = { ["Authorization"] = HeaderFormat.Parameters("OAuth oauth_consumer_key=\"{keyid}\", oauth_nonce=\"{nonce}\", oauth_signature_method=\"HMAC-SHA256\", oauth_timestamp=\"{timestamp}\"[, oauth_token=\"{oauth_token}\"][, oauth_verifier=\"{oauth_verifier}\"][, oauth_callback=\"{oauth_callback}\"][, oauth_body_hash=\"{oauth_body_hash}\"][, oauth_version=\"{oauth_version}\"], oauth_signature=\"{signature:base64}\"") },
        Values =
        {
            ["oauth_token"] = SchemeValue.Carried(),
            ["oauth_verifier"] = SchemeValue.Carried(),
            ["oauth_callback"] = SchemeValue.Carried(),
            ["oauth_body_hash"] = SchemeValue.Carried(),
            ["oauth_version"] = SchemeValue.Carried(),
        },
        Parameters = new() { IgnoresOtherBodies = true },
        Digests = { ["{oauth_body_hash}"] = DigestRule.RequiredUnlessForm("{body:sha256:base64}") },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        Replay = ReplayRule.ByNonce,
        Code = new OAuth1Code("HMAC-SHA256", isByToken: true),
        AmbiguousBecause = "All parameters are sorted, OAuth's own among them, so the template shows what is signed and not in which order.",
        Documentation = new("https://www.rfc-editor.org/rfc/rfc5849"),
    });
}
