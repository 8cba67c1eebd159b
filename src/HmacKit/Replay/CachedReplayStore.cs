using System.Runtime.CompilerServices;

namespace HmacKit;

/// <summary>
/// A memory in front of a replay store in a server. It remembers what the store has answered, and nothing else, so that a claim
/// that this process has seen before needs no round trip: copies of a request that come again and again cost the store
/// nothing. Whether a claim is new, the store alone decides.
/// </summary>
public sealed class CachedReplayStore : IReplayStore
{
    /// <summary>The default of the capacity: 100,000 claims, 1.7 MB.</summary>
    internal const int DefaultCapacity = 100_000;

    private readonly IReplayStore _shared;
    private readonly MemoryReplayStore _known;

    /// <summary>A memory in front of a store.</summary>
    /// <param name="shared">The store in a server.</param>
    /// <param name="capacity">How many live claims are remembered, as <see cref="MemoryReplayStoreOptions.Capacity"/>. Beyond that the store is asked.</param>
    /// <param name="time">Where the time comes from; the system's clock by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is out of bounds.</exception>
    public CachedReplayStore(IReplayStore shared, int capacity = DefaultCapacity, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(shared);
        _shared = shared;
        _known = new MemoryReplayStore(new() { Capacity = capacity, TimeProvider = time ?? TimeProvider.System }, isOfItsOwn: false);
    }

    /// <inheritdoc/>
    public TimeSpan MaxRetention => _shared.MaxRetention;

    /// <inheritdoc/>
    /// <remarks>Completes at once and allocates nothing for a claim that is known.</remarks>
    public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ReplayOutcome>(cancellationToken);
        }

        ReplayEntry entry = _known.ToEntry(claim);
        return _known.Holds(entry) ? new(ReplayOutcome.Seen) : RememberAsync(_shared.TryAddAsync(claim, cancellationToken), entry);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReplayOutcome> RememberAsync(ValueTask<ReplayOutcome> asked, ReplayEntry entry)
    {
        ReplayOutcome outcome = await asked.ConfigureAwait(false);
        if (outcome is ReplayOutcome.Added or ReplayOutcome.Seen)
        {
            // A full memory forgets nothing and learns nothing: the store is asked again then.
            _known.TryAddEntry(entry);
        }

        return outcome;
    }
}
