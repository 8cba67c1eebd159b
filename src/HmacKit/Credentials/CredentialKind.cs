namespace HmacKit;

/// <summary>What kind of secret a <see cref="Credential"/> has.</summary>
public enum CredentialKind
{
    /// <summary>Nobody said: fits nothing.</summary>
    None,

    /// <summary>Secrets for HMAC, which both sides know: sealed by a <see cref="SecretProtector"/>.</summary>
    Hmac,

    /// <summary>An API key: only its SHA-256 is there.</summary>
    ApiKey,
}
