namespace HmacKit;

/// <summary>The outcome of looking at an API key. The default value is "no".</summary>
public readonly struct ApiKeyResult
{
    internal ApiKeyResult(ApiKeyStatus status, KeyIdentity? identity = null, DateTimeOffset? oldSecretEnds = null)
    {
        Status = status;
        Identity = identity;
        OldSecretEnds = oldSecretEnds;
    }

    /// <summary>What came out.</summary>
    public ApiKeyStatus Status { get; }

    /// <summary>True only for <see cref="ApiKeyStatus.Valid"/>.</summary>
    public bool IsValid => Status == ApiKeyStatus.Valid;

    /// <summary>Who the key is; null unless its secret was right. Look at <see cref="IsValid"/> first: an expired key has an identity too.</summary>
    public KeyIdentity? Identity { get; }

    /// <summary>If the caller still uses a secret from before a rotation, the moment at which it ends; null if it is the newest one.</summary>
    public DateTimeOffset? OldSecretEnds { get; }

    /// <summary>The status.</summary>
    public override string ToString() => Status.ToString();
}
