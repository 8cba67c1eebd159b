namespace HmacKit;

/// <summary>What a store keeps for an application.</summary>
[Flags]
public enum StoreRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Which nonces and signatures were used: the application's <see cref="IReplayStore"/>.</summary>
    Replay = 1,

    /// <summary>HMAC credentials and API keys: the application's <see cref="CredentialStore"/>.</summary>
    Credentials = 2,

    /// <summary>Token buckets: the application's <see cref="ITokenBucketStore"/>.</summary>
    Limits = 4,
}
