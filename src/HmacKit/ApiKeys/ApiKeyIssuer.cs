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

    /// <summary>What keys of an environment begin with.</summary>
    /// <exception cref="ArgumentException">The environment isn't as it should be, or the two together are too long.</exception>
    internal static string PrefixOf(string prefix, string environment)
    {
        if (!KeyEnvironment.IsValid(environment))
        {
            throw new ArgumentException($"'{environment}' isn't {KeyEnvironment.Form}.", nameof(environment));
        }

        string together = $"{prefix}{environment}_";
        return IsValidPrefix(together) ? together : throw new ArgumentException($"'{together}' isn't {PrefixForm}.", nameof(environment));
    }

    /// <summary>An issuer over the same store whose keys name an environment: <c>osk_live_…</c>. The verifier must know it: <see cref="ApiKeyVerifierOptions.Environments"/>.</summary>
    /// <param name="environment">1 to 10 lower-case letters and digits, such as <c>live</c>.</param>
    /// <exception cref="ArgumentException">The environment isn't as it should be, or the prefix gets too long with it.</exception>
    public ApiKeyIssuer ForEnvironment(string environment) => new(Store, PrefixOf(Prefix, environment), Time);

    private protected override string CreateSecret(string keyId) => ApiKey.Create(keyId);

    private protected override byte[] Protect(string secret, Credential credential)
    {
        ApiKeyDigest digest = ApiKeyDigest.Of(secret);
        return ((ReadOnlySpan<byte>)digest).ToArray();
    }
}
