using System.Runtime.InteropServices;

namespace HmacKit;

/// <summary>
/// Token buckets and sliding windows in this process, one for each caller and limit. The memory of the buckets is fixed: 36 bytes for each that
/// there can be, whether or not it's there. Taking tokens allocates nothing and, under one limit, takes no lock; there is
/// no timer, and a bucket that is full again is forgotten without anybody having to look for it. What it holds is lost
/// at a restart, which leaves every caller with full buckets.
/// </summary>
/// <remarks>
/// <para>
/// It holds a 64-bit fingerprint of caller and limit under a random secret key of its own, and no name. Two callers with
/// one fingerprint would share a bucket, and so get less than they could, never more: among a million callers that
/// happens to any two once in 37 million runs, and nobody can provoke it.
/// </para>
/// <para>
/// Time is measured with the monotonic clock (<see cref="TimeProvider.GetTimestamp"/>). A clock that stands still or
/// goes back gives nothing extra; one that jumps ahead fills the buckets and no more.
/// </para>
/// <para>
/// Strangers can't take the room of those who have a key. A caller whose name begins with <c>address </c> (as in
/// <c>address 203.0.113.7</c>, which is what HmacKit.AspNetCore calls a caller without a key) has a bucket in a table of its own, of the same
/// size, which is made when the first one comes. Where that is full, a newcomer takes over the bucket of the stranger who has used the least,
/// with what is missing in it: so it's served, but with fewer tokens than a full bucket has, and nobody gets more than the limit.
/// </para>
/// <para>
/// Windows have tables of their own, made when the first one is asked for: 54 bytes for each that there can be, and beside that up to 856 bytes
/// for a place that somebody has used, of which there are 2.25 for each. A newcomer's first take may allocate them, and no later one does. A
/// window takes its place's lock for the time of a take. In a full table of strangers' windows newcomers are <see cref="LimitStatus.StoreFull"/>.
/// </para>
/// </remarks>
public sealed class MemoryTokenBuckets : ITokenBucketStore
{
    /// <summary>The default of the number of buckets: 100,000, which take 3.6 MB.</summary>
    internal const int DefaultMaxBuckets = 100_000;

    /// <summary>The most that the number of buckets can be: 50,000,000, which take 1.8 GB.</summary>
    internal const int MaxMaxBuckets = 50_000_000;

    private const string StrangerPrefix = "address ";

    private readonly LimitClock _clock;
    private readonly LimitTables _callers;
    private LimitTables? _strangers;
    private readonly SipHash24 _hash = SipHash24.WithRandomKey();

    /// <summary>No buckets yet.</summary>
    /// <param name="maxBuckets">
    /// For how many buckets that aren't full there is room, 1 to 50,000,000: callers times limits.
    /// By default 100,000. Somewhat above this number there is no more room, and the calls of a
    /// new caller are <see cref="LimitStatus.StoreFull"/>.
    /// </param>
    /// <param name="time">Where the time comes from; the system's clock by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of bounds.</exception>
    public MemoryTokenBuckets(int maxBuckets = DefaultMaxBuckets, TimeProvider? time = null)
    {
        if (maxBuckets is < 1 or > MaxMaxBuckets)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxBuckets), maxBuckets, $"There is room for 1 to {MaxMaxBuckets} buckets: take the number of callers within the longest period, times their limits.");
        }

        MaxBuckets = maxBuckets;
        _clock = new LimitClock(time);
        _callers = new LimitTables(maxBuckets);
    }

    /// <summary>For how many buckets that aren't full there is room.</summary>
    public int MaxBuckets { get; }

    /// <inheritdoc/>
    public ValueTask<LimitDecision> TakeAsync(string caller, BucketLimits limits, int tokens = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        cancellationToken.ThrowIfCancellationRequested();
        return new(Take(caller, limits, tokens));
    }

    /// <summary>Takes tokens under all limits, if they are there under each; else none under any.</summary>
    /// <param name="caller">Who is asking; compared exactly.</param>
    /// <param name="limits">The limits to keep.</param>
    /// <param name="tokens">How many; at least zero. Zero takes nothing and is allowed if at least one is there.</param>
    public LimitDecision Take(ReadOnlySpan<char> caller, BucketLimits limits, int tokens = 1) => TakeAt(_clock.Now(), caller, limits, tokens);

    /// <summary>Takes tokens at a time that was read before, so that the clock isn't read again.</summary>
    /// <param name="caller">Who is asking; compared exactly.</param>
    /// <param name="limits">The limits to keep.</param>
    /// <param name="tokens">How many; at least zero. Zero takes nothing and is allowed if at least one is there.</param>
    /// <param name="timestamp">The time, from <see cref="TimeProvider.GetTimestamp"/> of this store's clock.</param>
    public LimitDecision Take(ReadOnlySpan<char> caller, BucketLimits limits, int tokens, long timestamp) =>
        TakeAt(_clock.At(timestamp), caller, limits, tokens);

    private LimitDecision TakeAt(long now, ReadOnlySpan<char> caller, BucketLimits limits, int tokens)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        long hash = (long)_hash.Hash(MemoryMarshal.AsBytes(caller));
        LimitTables tables = caller.StartsWith(StrangerPrefix, StringComparison.Ordinal) ? Strangers() : _callers;
        ReadOnlySpan<BucketLimit> span = limits.Span;
        LimitDecision decision =
            span.Length > 1 ? SeveralLimits.Take(tables, _clock, hash, span, tokens, now)
            : span[0].Window is { } window ? TakeWindow(tables.Windows, hash, span[0], window, tokens, now)
            : TakeBucket(tables.Buckets, hash, span[0], tokens, now);
        return decision.Counted();
    }

    private LimitTables Strangers() =>
        Volatile.Read(ref _strangers)
        ?? Interlocked.CompareExchange(ref _strangers, new LimitTables(MaxBuckets, isForStrangers: true), null)
        ?? _strangers!;

    private LimitDecision TakeWindow(WindowTable table, long hash, BucketLimit limit, WindowSchedule window, int tokens, long now)
    {
        long fingerprint = hash ^ limit.Fingerprint;
        while (true)
        {
            int place = table.Places.FindOrAdd(fingerprint, limit.Schedule, _clock);
            if (place < 0)
            {
                return new LimitDecision(LimitStatus.StoreFull, limit);
            }

            long[]? spare = table.SpareFor(place, window);
            table.Places.Lock(place);
            if (table.Places.FingerprintAt(place) != fingerprint)
            {
                table.Places.Unlock(place, table.Places.ReadLocked(place));
                continue;
            }

            now = Math.Max(now, _clock.Floor);
            WindowLog log = table.LockedLog(place, window, spare, fingerprint, now);
            LimitStatus status = limit.Evaluate(log, tokens);
            if (status == LimitStatus.Allowed)
            {
                log.Take(now, tokens);
            }

            LimitDecision decision = limit.Decide(status, log, tokens, now, _clock);
            table.Unlock(place, limit.Schedule, log);
            return decision;
        }
    }

    private LimitDecision TakeBucket(BucketTable table, long hash, BucketLimit limit, int tokens, long now)
    {
        long fingerprint = hash ^ limit.Fingerprint;
        while (true)
        {
            int place = table.FindOrAdd(fingerprint, limit.Schedule, _clock);
            if (place < 0)
            {
                return new LimitDecision(LimitStatus.StoreFull, limit);
            }

            // Others may have moved on while this thread stood still, and a new bucket starts where they are.
            now = Math.Max(now, _clock.Floor);
            long state = table.ReadState(place);
            LimitStatus status = limit.Evaluate(state, now, tokens, out long next);
            if (table.TryChange(place, fingerprint, state, next))
            {
                return limit.Decide(status, next, tokens, now, _clock);
            }
        }
    }
}
