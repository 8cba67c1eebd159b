using Microsoft.Extensions.Logging;

namespace HmacKit;

/// <summary>
/// Token buckets in a server, guarded against its being away: each call has its time, a store that fails again and again
/// isn't asked for a while, and one call at a time finds out whether it is back.
/// </summary>
/// <remarks>
/// <para>
/// With <see cref="OutagePolicy.FallBackToMemory"/> a call that the store doesn't answer is decided by buckets of this process:
/// then a caller may get as much as one bucket holds from each process, beside what the store has given. Tokens that the
/// store took without saying so are lost to the caller; none is granted twice.
/// </para>
/// <para>
/// A caller's cancellation is heeded before the store is asked. After that the answer is waited for, for as long as
/// <see cref="OutageOptions.Timeout"/> at most.
/// </para>
/// </remarks>
public sealed class GuardedTokenBucketStore : ITokenBucketStore
{
    private readonly ITokenBucketStore _store;
    private readonly Guard _guard;
    private readonly MemoryTokenBuckets? _memory;

    /// <summary>A guard for a store.</summary>
    /// <param name="store">The store in a server. It may throw, and it should end its work when it is cancelled.</param>
    /// <param name="name">What it is called in logs and metrics, such as <c>redis</c>.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <param name="time">Where the time comes from; the system's clock by default.</param>
    /// <param name="logger">Where outages are logged; nowhere by default.</param>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of bounds.</exception>
    public GuardedTokenBucketStore(ITokenBucketStore store, string name, OutageOptions? options = null, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        options ??= new OutageOptions();
        _store = store;
        _guard = new Guard(this, new StoreOutage(name, options, time, logger));
        if (options.Policy == OutagePolicy.FallBackToMemory)
        {
            _memory = new MemoryTokenBuckets(options.FallbackCapacity ?? MemoryTokenBuckets.DefaultMaxBuckets, _guard.Outage.Time);
        }
    }

    /// <summary>What the store is called in logs and metrics.</summary>
    public string Name => _guard.Outage.Name;

    /// <summary>How the store is.</summary>
    public StoreState State => _guard.Outage.State;

    /// <inheritdoc/>
    public ValueTask<LimitDecision> TakeAsync(string caller, BucketLimits limits, int tokens = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<LimitDecision>(cancellationToken);
        }

        var request = new Request(caller, limits, tokens);
        if (!_guard.TryEnter(out GuardedCall<Request, LimitDecision>? call))
        {
            return new(WhileAway(request));
        }

        try
        {
            return call.Follow(_store.TakeAsync(caller, limits, tokens, call.Token), request);
        }
        catch (Exception exception)
        {
            return call.Fail(exception, request);
        }
    }

    private LimitDecision WhileAway(in Request request) =>
        _guard.Outage.MayFallBack() ? _memory!.Take(request.Caller, request.Limits, request.Tokens) : default(LimitDecision).Counted();

    /// <summary>What has to be known to decide in the store's place.</summary>
    private readonly record struct Request(string Caller, BucketLimits Limits, int Tokens);

    private sealed class Guard(GuardedTokenBucketStore owner, StoreOutage outage) : StoreGuard<Request, LimitDecision>(outage)
    {
        protected override bool IsAnswer(LimitDecision result) => result.Status != LimitStatus.Unavailable;

        protected override LimitDecision Answered(in Request request, LimitDecision result) => result.Counted();

        protected override LimitDecision Failed(in Request request) => owner.WhileAway(request);
    }
}
