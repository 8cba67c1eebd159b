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

    /// <summary>
    /// The same key, refused for a reason of your own, such as an API that it isn't for. With <see cref="ApiKeyStatus.UnknownKey"/> it is nobody's.
    /// </summary>
    /// <param name="status">Any status but <see cref="ApiKeyStatus.Valid"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status says yes.</exception>
    public ApiKeyResult Refused(ApiKeyStatus status)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(status, ApiKeyStatus.Valid);
        return new ApiKeyResult(status, status == ApiKeyStatus.UnknownKey ? null : Identity, OldSecretEnds);
    }

    /// <summary>The status.</summary>
    public override string ToString() => Status.ToString();
}
