namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>OAuth 1.0a with HMAC-SHA1, for servers with many tokens. SHA-1 is legacy: take it only where the other side has nothing newer.</summary>
    /// <remarks>
    /// <para>The key id is <c>CONSUMER&amp;TOKEN</c>, or <c>CONSUMER</c> for requests without a token, and the secret is both secrets, percent-encoded and joined by <c>&amp;</c>: each pair has a key of its own.</para>
    /// <para>Only forms are signed by the standard. A body that is no form must come with <c>oauth_body_hash</c>, which a signer adds by itself; without it the request is refused.</para>
    /// <para>Address and port are signed, so the server must be told its public origin. The method <c>PLAINTEXT</c>, or any other than the scheme's, is refused.</para>
    /// </remarks>
    public static SignatureScheme OAuth1Tokens => field ??= OAuth1Scheme.Compile("oauth1-tokens", "HMAC-SHA1", isByToken: true);
}
