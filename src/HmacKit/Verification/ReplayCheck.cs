namespace HmacKit;

/// <summary>Claims for a request that is genuine what its scheme lets be used once.</summary>
internal sealed class ReplayCheck
{
    private readonly SignatureScheme _scheme;
    private readonly VerificationWindow _window;

    private ReplayCheck(SignatureScheme scheme, VerificationWindow window, IReplayStore store)
    {
        _scheme = scheme;
        _window = window;
        Store = store;
    }

    public IReplayStore Store { get; }

    /// <summary>The check that a verifier makes; null if its scheme has no replay rule, or replays are accepted.</summary>
    /// <exception cref="ArgumentException">The options neither name a store nor accept replays, or the store can't hold a claim for as long as the window is.</exception>
    public static ReplayCheck? Of(SignatureScheme scheme, VerificationWindow window, VerifierOptions options)
    {
        if (scheme.Replay == ReplayRule.None || options.AcceptReplaysBecauseTheHandlerIsIdempotent)
        {
            return null;
        }

        if (options.ReplayStore is not { } store)
        {
            throw new ArgumentException(
                $"Scheme '{scheme.Name}' refuses replays ({scheme.Replay}), so {nameof(VerifierOptions)}.{nameof(VerifierOptions.ReplayStore)} must be set, for example to a {nameof(MemoryReplayStore)}.",
                nameof(options));
        }

        return store.MaxRetention >= window.Retention ? new(scheme, window, store) : throw new ArgumentException(
            $"The replay store holds a claim for {store.MaxRetention} at most, and scheme '{scheme.Name}' needs {window.Retention} (greatest age + greatest skew): shorten {nameof(VerifierOptions.MaxAge)} or {nameof(VerifierOptions.MaxSkew)}, or take a store that holds claims for longer.",
            nameof(options));
    }

    /// <summary>One atomic claim. Throws what the store throws.</summary>
    public ValueTask<ReplayOutcome> ClaimAsync(in RequestClaim claim, string keyId, CancellationToken cancellationToken)
    {
        DateTimeOffset signedAt = DateTimeOffset.FromUnixTimeMilliseconds(claim.UnixMilliseconds);
        DateTimeOffset expires = signedAt + _window.Retention;
        return Store.TryAddAsync(
            _scheme.Replay switch
            {
                ReplayRule.ById => new ReplayClaim(_scheme.Name, keyId, claim.Id, signedAt, expires, _window.Skew),
                ReplayRule.ByNonce => new ReplayClaim(_scheme.Name, keyId, claim.Nonce, signedAt, expires, _window.Skew),
                _ => new ReplayClaim(_scheme.Name, keyId, ((ReadOnlySpan<byte>)claim.Tag)[.._scheme.TagSize], signedAt, expires, _window.Skew),
            },
            cancellationToken);
    }

    /// <summary>What an outcome means for the request; one that refuses it is counted.</summary>
    public VerificationStatus ToStatus(ReplayOutcome outcome)
    {
        if (outcome == ReplayOutcome.Added)
        {
            return VerificationStatus.Valid;
        }

        EngineMetrics.ReplayRefused(_scheme.Name, outcome switch
        {
            ReplayOutcome.Seen => "seen",
            ReplayOutcome.Full => "full",
            ReplayOutcome.TooEarly => "too_early",
            _ => "unavailable",
        });
        return outcome == ReplayOutcome.Seen ? VerificationStatus.Replayed : VerificationStatus.ReplayStoreUnavailable;
    }
}
