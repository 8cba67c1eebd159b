namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>OAuth 1.0a with HMAC-SHA256.</summary>
    /// <remarks>
    /// <para>The key id is <c>oauth_consumer_key</c>, and a token's secret is configured as <c>tokenSecret</c>: right for a client with one token, and for requests without a token. A server with many tokens takes <c>oauth1-sha256-tokens</c>.</para>
    /// <para>Only forms are signed by the standard. A body that is no form must come with <c>oauth_body_hash</c>, which a signer adds by itself; without it the request is refused.</para>
    /// <para>Address and port are signed, so the server must be told its public origin. The method <c>PLAINTEXT</c>, or any other than the scheme's, is refused.</para>
    /// </remarks>
    public static SignatureScheme OAuth1Sha256 => field ??= OAuth1Scheme.Compile("oauth1-sha256", "HMAC-SHA256", isByToken: false, "oauth1");
}
