namespace HmacKit.Cli;

/// <summary>Verifies single requests at a stated time, with one key and without memory: a replay isn't noticed.</summary>
internal static class OfflineVerifier
{
    /// <summary>Verifies one request.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="key">The key.</param>
    /// <param name="keyId">The key's id; null takes whichever one the request names. Without meaning where the scheme has none.</param>
    /// <param name="request">The request.</param>
    /// <param name="now">The time to check against.</param>
    /// <param name="maxBodyBytes">The most bytes of a body.</param>
    public static async ValueTask<VerificationStatus> VerifyAsync(
        SignatureScheme scheme, HmacKey key, string? keyId, RawRequest request, DateTimeOffset now, int maxBodyBytes)
    {
        var verifier = new RequestVerifier(scheme, new OneKey(key, scheme.HasKeyId ? keyId : null), new VerifierOptions
        {
            MaxBodyBytes = maxBodyBytes,
            TimeProvider = new StoppedClock(now),
            AcceptReplaysBecauseTheHandlerIsIdempotent = true,
        });
        return (await verifier.VerifyAsync(request).ConfigureAwait(false)).Status;
    }

    private sealed class OneKey(HmacKey key, string? keyId) : IKeySource
    {
        // The verifier asks only for ids that a ring can have.
        public ValueTask<KeyRing?> FindAsync(string id, CancellationToken cancellationToken = default) =>
            new(keyId is null || string.Equals(id, keyId, StringComparison.Ordinal) ? new KeyRing(id, key) : null);
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
