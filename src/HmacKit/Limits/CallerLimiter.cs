namespace HmacKit;

/// <summary>
/// Limits callers by their tier: looks the tier up, which may take a database, and takes tokens under its limits.
/// Derive from it, or give the look-up to <see cref="Create"/>. Safe to share between threads if the look-up is.
/// </summary>
public abstract class CallerLimiter
{
    private readonly LimitTiers _tiers;
    private readonly ITokenBucketStore _store;
    private readonly string? _fallbackTier;

    /// <summary>A limiter.</summary>
    /// <param name="tiers">The tiers; they can be changed later.</param>
    /// <param name="store">Where the buckets are.</param>
    /// <param name="fallbackTier">
    /// The tier of callers that have none, or one that isn't there. By default <see cref="LimitTiers.FallbackTier"/>; without
    /// one, such callers are refused as <see cref="LimitStatus.UnknownTier"/>.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="fallbackTier"/> isn't there.</exception>
    protected CallerLimiter(LimitTiers tiers, ITokenBucketStore store, string? fallbackTier = null)
    {
        ArgumentNullException.ThrowIfNull(tiers);
        ArgumentNullException.ThrowIfNull(store);
        if (fallbackTier is not null && !tiers.TryGet(fallbackTier, out _))
        {
            throw new ArgumentException(tiers.Unknown(fallbackTier), nameof(fallbackTier));
        }

        _tiers = tiers;
        _store = store;
        _fallbackTier = fallbackTier;
    }

    /// <summary>A limiter with this look-up.</summary>
    /// <param name="tiers">The tiers; they can be changed later.</param>
    /// <param name="store">Where the buckets are.</param>
    /// <param name="findTier">Gives the name of a caller's tier, or null if it has none.</param>
    /// <param name="fallbackTier">The tier of callers that have none, or one that isn't there; by default <see cref="LimitTiers.FallbackTier"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="fallbackTier"/> isn't there.</exception>
    public static CallerLimiter Create(
        LimitTiers tiers, ITokenBucketStore store, Func<string, CancellationToken, ValueTask<string?>> findTier, string? fallbackTier = null)
    {
        ArgumentNullException.ThrowIfNull(findTier);
        return new LookUp(tiers, store, findTier, fallbackTier);
    }

    /// <summary>Takes tokens under all limits of the caller's tier, if they are there under each; else none under any.</summary>
    /// <param name="caller">Who is asking, as for <see cref="ITokenBucketStore.TakeAsync"/>.</param>
    /// <param name="tokens">How many; at least zero. Zero takes nothing and is allowed if at least one is there.</param>
    /// <param name="cancellationToken">Ends the look-up and the call.</param>
    /// <returns>The decision. Only what the look-up throws is thrown: then nothing was taken, and the call mustn't go on.</returns>
    public async ValueTask<LimitDecision> TakeAsync(string caller, int tokens = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        string? tier = await FindTierAsync(caller, cancellationToken).ConfigureAwait(false);
        if (!_tiers.TryGet(tier, out BucketLimits? limits) && !_tiers.TryGet(_fallbackTier ?? _tiers.FallbackTier, out limits))
        {
            return new LimitDecision(LimitStatus.UnknownTier).Counted();
        }

        return await _store.TakeAsync(caller, limits, tokens, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The name of the caller's tier, or null if it has none. Called for every take: keep the answer for a while if it's slow.</summary>
    /// <param name="caller">Who is asking.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    protected abstract ValueTask<string?> FindTierAsync(string caller, CancellationToken cancellationToken);

    private sealed class LookUp(
        LimitTiers tiers, ITokenBucketStore store, Func<string, CancellationToken, ValueTask<string?>> findTier, string? fallbackTier)
        : CallerLimiter(tiers, store, fallbackTier)
    {
        protected override ValueTask<string?> FindTierAsync(string caller, CancellationToken cancellationToken) => findTier(caller, cancellationToken);
    }
}
