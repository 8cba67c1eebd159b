using Microsoft.Extensions.Logging;

namespace HmacKit;

/// <summary>
/// A replay store in a server, guarded against its being away: each call has its time, a store that fails again and again
/// isn't asked for a while, and one call at a time finds out whether it is back. A claim of which nobody knows whether the
/// store took it in is never <see cref="ReplayOutcome.Added"/>.
/// </summary>
/// <remarks>
/// <para>
/// With <see cref="OutagePolicy.FallBackToMemory"/> this process remembers whatever it has accepted, before, during and after an
/// outage, and accepts nothing twice. What it can't know is what other processes accept. Claims that it accepted by itself
/// are made good in the store as soon as that is back; until then, another process may accept one of them. A message that
/// may have been accepted before this process began is refused during an outage (<see cref="ReplayOutcome.TooEarly"/>).
/// </para>
/// <para>
/// A caller's cancellation is heeded before the store is asked. After that the answer is waited for, for as long as
/// <see cref="OutageOptions.Timeout"/> at most, since a claim that was made must not be forgotten.
/// </para>
/// </remarks>
public sealed class GuardedReplayStore : IReplayStore
{
    private readonly IReplayStore _store;
    private readonly Guard _guard;
    private readonly MemoryReplayStore? _memory;
    private readonly OwedClaims? _owed;
    private readonly DateTimeOffset _knowsSince;
    private readonly long[] _incompleteUntil = new long[ReplayEntry.KeyGroups];

    /// <summary>A guard for a store.</summary>
    /// <param name="store">The store in a server. It may throw, and it should end its work when it is cancelled.</param>
    /// <param name="name">What it is called in logs and metrics, such as <c>redis</c>.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <param name="time">Where the time comes from; the system's clock by default.</param>
    /// <param name="logger">Where outages are logged; nowhere by default.</param>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of bounds.</exception>
    public GuardedReplayStore(IReplayStore store, string name, OutageOptions? options = null, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        options ??= new OutageOptions();
        _store = store;
        _guard = new Guard(this, new StoreOutage(name, options, time, logger));
        if (options.Policy == OutagePolicy.FallBackToMemory)
        {
            int capacity = options.FallbackCapacity ?? MemoryReplayStoreOptions.DefaultCapacity;
            _memory = new MemoryReplayStore(new() { Capacity = capacity, TimeProvider = _guard.Outage.Time }, isOfItsOwn: false);
            _knowsSince = _guard.Outage.Time.GetUtcNow();
            _owed = new OwedClaims(store, _guard.Outage, logger);
        }
    }

    /// <summary>What the store is called in logs and metrics.</summary>
    public string Name => _guard.Outage.Name;

    /// <summary>How the store is.</summary>
    public StoreState State => _guard.Outage.State;

    /// <inheritdoc/>
    public TimeSpan MaxRetention =>
        _memory is not null && MemoryReplayStore.MaxRetention < _store.MaxRetention ? MemoryReplayStore.MaxRetention : _store.MaxRetention;

    /// <inheritdoc/>
    public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ReplayOutcome>(cancellationToken);
        }

        ReplayEntry entry = _memory is null ? default : _memory.ToEntry(claim);
        if (!_guard.TryEnter(out GuardedCall<ReplayEntry, ReplayOutcome>? call))
        {
            return new(WhileAway(claim, entry));
        }

        try
        {
            return call.Follow(_store.TryAddAsync(claim, call.Token), entry);
        }
        catch (Exception exception)
        {
            return call.Fail(exception, entry);
        }
    }

    private ReplayOutcome WhileAway(in ReplayClaim claim, in ReplayEntry entry)
    {
        if (!_guard.Outage.MayFallBack() || _guard.Outage.Time.GetUtcNow().UtcTicks < Volatile.Read(ref _incompleteUntil[entry.KeyGroup]))
        {
            return ReplayOutcome.Unavailable;
        }

        if (claim.EarliestUse < _knowsSince)
        {
            return ReplayOutcome.TooEarly;
        }

        ReplayOutcome outcome = _memory!.TryAddEntry(entry);
        if (outcome == ReplayOutcome.Added)
        {
            _owed!.Add(claim);
            if (State == StoreState.Available)
            {
                // It has come back in between.
                _owed.MakeGood();
            }
        }

        return outcome;
    }

    // Whatever this process accepts was new to its memory, too: so it doesn't matter from which side a copy comes when an
    // outage begins or ends.
    private ReplayOutcome Remember(in ReplayEntry entry, ReplayOutcome outcome)
    {
        if (_memory is null || outcome is not (ReplayOutcome.Added or ReplayOutcome.Seen))
        {
            return outcome;
        }

        switch (_memory.TryAddEntry(entry))
        {
            case ReplayOutcome.Seen:
                return ReplayOutcome.Seen;
            case ReplayOutcome.Full:
                // Memory that doesn't know all that was accepted of a key can't stand in for the store.
                InterlockedMax(ref _incompleteUntil[entry.KeyGroup], entry.ExpiresUtcTicks);
                return outcome;
            default:
                return outcome;
        }
    }

    private static void InterlockedMax(ref long location, long value)
    {
        long seen = Volatile.Read(ref location);
        while (value > seen)
        {
            long before = Interlocked.CompareExchange(ref location, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    private sealed class Guard(GuardedReplayStore owner, StoreOutage outage) : StoreGuard<ReplayEntry, ReplayOutcome>(outage)
    {
        protected override bool IsAnswer(ReplayOutcome result) => result != ReplayOutcome.Unavailable;

        protected override ReplayOutcome Answered(in ReplayEntry request, ReplayOutcome result) => owner.Remember(request, result);

        protected override ReplayOutcome Failed(in ReplayEntry request) => ReplayOutcome.Unavailable;

        protected override void OnRecovered() => owner._owed?.MakeGood();
    }
}
