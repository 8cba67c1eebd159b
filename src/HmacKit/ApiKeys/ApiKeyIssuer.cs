namespace HmacKit;

/// <summary>Issues, rotates and revokes API keys. See <see cref="ApiKey"/> for how they are written.</summary>
/// <remarks>A rotation keeps the public key id and everything that is known of the key, and replaces the secret.</remarks>
public sealed class ApiKeyIssuer : CredentialIssuer
{
    /// <summary>An issuer of API keys.</summary>
    /// <param name="store">Where the keys' hashes are kept.</param>
    /// <param name="prefix">What keys begin with: lower-case letters, digits and underscores, the last one an underscore.</param>
    /// <param name="time">Where the time comes from; the system's clock by default.</param>
    /// <exception cref="ArgumentException">The prefix isn't as it should be.</exception>
    public ApiKeyIssuer(CredentialStore store, string prefix = ApiKey.DefaultPrefix, TimeProvider? time = null)
        : base(store, CredentialKind.ApiKey, scheme: "", prefix, time)
    {
    }

    private protected override string CreateSecret(string keyId) => ApiKey.Create(keyId);

    private protected override byte[] Protect(string secret, Credential credential)
    {
        ApiKeyDigest digest = ApiKeyDigest.Of(secret);
        return ((ReadOnlySpan<byte>)digest).ToArray();
    }
}
