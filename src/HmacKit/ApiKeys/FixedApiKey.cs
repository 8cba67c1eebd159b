namespace HmacKit;

/// <summary>A text that is taken for a key without ever having been issued.</summary>
internal sealed class FixedApiKey(ApiKeyDigest digest, KeyIdentity identity)
{
    private readonly ApiKeyDigest _digest = digest;

    public ReadOnlySpan<byte> Digest => _digest;

    public KeyIdentity Identity { get; } = identity;
}
