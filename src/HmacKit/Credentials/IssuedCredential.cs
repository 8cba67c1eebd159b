namespace HmacKit;

/// <summary>A new secret, at the only moment at which it can be seen. Show it to its owner and forget it.</summary>
public sealed class IssuedCredential
{
    internal IssuedCredential(Credential credential, string secret)
    {
        Credential = credential;
        SecretShownOnce = secret;
    }

    /// <summary>The public id of the key.</summary>
    public string KeyId => Credential.KeyId;

    /// <summary>HMAC: the secret in the scheme's format. API keys: the whole key. It isn't kept anywhere in this form.</summary>
    public string SecretShownOnce { get; }

    /// <summary>All the rest, as it is stored.</summary>
    public Credential Credential { get; }

    /// <summary>The key id; never the secret.</summary>
    public override string ToString() => $"Issued {Credential}";
}
