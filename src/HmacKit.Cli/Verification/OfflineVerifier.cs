namespace HmacKit.Cli;

/// <summary>Verifies single requests at a stated time, with one key and without memory: a replay isn't noticed.</summary>
internal sealed class OfflineVerifier
{
    private readonly RequestVerifier _verifier;

    /// <summary>A verifier.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="key">The key.</param>
    /// <param name="keyId">The key's id; null takes whichever one the request names. Without meaning where the scheme has none.</param>
    /// <param name="now">The time to check against.</param>
    /// <param name="maxBodyBytes">The most bytes of a body.</param>
    public OfflineVerifier(SignatureScheme scheme, HmacKey key, string? keyId, DateTimeOffset now, int maxBodyBytes)
    {
        Now = now;
        MaxBodyBytes = maxBodyBytes;
        _verifier = new RequestVerifier(scheme, new OneKey(key, scheme.HasKeyId ? keyId : null), new VerifierOptions
        {
            MaxBodyBytes = maxBodyBytes,
            TimeProvider = new StoppedClock(now),
            AcceptReplaysBecauseTheHandlerIsIdempotent = true,
        });
    }

    public SignatureScheme Scheme => _verifier.Scheme;

    public DateTimeOffset Now { get; }

    public int MaxBodyBytes { get; }

    public async ValueTask<VerificationStatus> VerifyAsync(RequestSource request) =>
        (await _verifier.VerifyAsync(request).ConfigureAwait(false)).Status;

    /// <summary>Verifies a request, and says why it is refused.</summary>
    /// <param name="request">The request.</param>
    /// <param name="budget">How long slips are tried.</param>
    public async ValueTask<SignatureDiagnosis> ExplainAsync(RawRequest request, TimeSpan budget)
    {
        VerificationStatus status = await VerifyAsync(request).ConfigureAwait(false);
        return await SignatureDiagnosis
            .ExplainAsync(_verifier, request, request.Body, status, new DiagnosisOptions { Budget = budget }).ConfigureAwait(false);
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
