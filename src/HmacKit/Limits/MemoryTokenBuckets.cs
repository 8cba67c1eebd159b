using System.Runtime.InteropServices;

namespace HmacKit;

/// <summary>
/// Token buckets in this process, one for each caller and limit. The memory is fixed: 36 bytes for each bucket that
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
/// </remarks>
public sealed class MemoryTokenBuckets : ITokenBucketStore
{
    /// <summary>The default of the number of buckets: 100,000, which take 3.6 MB.</summary>
    internal const int DefaultMaxBuckets = 100_000;

    /// <summary>The most that the number of buckets can be: 50,000,000, which take 1.8 GB.</summary>
    internal const int MaxMaxBuckets = 50_000_000;

    private const string StrangerPrefix = "address ";

    private const int MaxStrangerAttempts = 64;

    private readonly LimitClock _clock;
    private readonly BucketTable _callers;
    private BucketTable? _strangers;
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
        _callers = new BucketTable(maxBuckets);
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
        BucketTable table = caller.StartsWith(StrangerPrefix, StringComparison.Ordinal) ? Strangers() : _callers;
        LimitDecision decision = limits.Span.Length == 1
            ? TakeOne(table, hash, limits.Span[0], tokens, now)
            : TakeAll(table, hash, limits.Span, tokens, now);
        return decision.Counted();
    }

    private BucketTable Strangers() =>
        Volatile.Read(ref _strangers)
        ?? Interlocked.CompareExchange(ref _strangers, new BucketTable(MaxBuckets, isForStrangers: true), null)
        ?? _strangers!;

    private LimitDecision TakeOne(BucketTable table, long hash, BucketLimit limit, int tokens, long now)
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

    private LimitDecision TakeAll(BucketTable table, long hash, ReadOnlySpan<BucketLimit> limits, int tokens, long now)
    {
        Span<int> places = stackalloc int[limits.Length];
        int attempts = 0;
        do
        {
            if (table.IsForStrangers && ++attempts > MaxStrangerAttempts)
            {
                // Newcomers, or two limits of this very call, may take each other's places again and again.
                return new LimitDecision(LimitStatus.StoreFull, limits[0]);
            }

            for (int i = 0; i < limits.Length; i++)
            {
                places[i] = table.FindOrAdd(hash ^ limits[i].Fingerprint, limits[i].Schedule, _clock);
                if (places[i] < 0)
                {
                    return new LimitDecision(LimitStatus.StoreFull, limits[i]);
                }
            }
        }
        while (!TryLockAll(table, hash, limits, places));

        return TakeLocked(table, limits, places, tokens, Math.Max(now, _clock.Floor));
    }

    // All buckets are locked before any is looked at, in the order of their places, so that two calls never wait for
    // each other. False if one has another owner by now: a full bucket's place is free, for another limit of this very
    // call too.
    private static bool TryLockAll(BucketTable table, long hash, ReadOnlySpan<BucketLimit> limits, ReadOnlySpan<int> places)
    {
        Span<int> inOrder = stackalloc int[places.Length];
        places.CopyTo(inOrder);
        inOrder.Sort();
        for (int i = 1; i < inOrder.Length; i++)
        {
            if (inOrder[i] == inOrder[i - 1])
            {
                return false;
            }
        }

        foreach (int place in inOrder)
        {
            table.Lock(place);
        }

        for (int i = 0; i < places.Length; i++)
        {
            if (table.FingerprintAt(places[i]) != (hash ^ limits[i].Fingerprint))
            {
                foreach (int place in places)
                {
                    table.Unlock(place, table.ReadLocked(place));
                }

                return false;
            }
        }

        return true;
    }

    private LimitDecision TakeLocked(BucketTable table, ReadOnlySpan<BucketLimit> limits, ReadOnlySpan<int> places, int tokens, long now)
    {
        Span<long> before = stackalloc long[limits.Length];
        Span<long> after = stackalloc long[limits.Length];
        var worst = LimitStatus.Allowed;
        for (int i = 0; i < limits.Length; i++)
        {
            before[i] = table.ReadLocked(places[i]);
            LimitStatus status = limits[i].Evaluate(before[i], now, tokens, out after[i]);
            worst = status > worst ? status : worst; // Allowed, Exhausted, OverCapacity, in this order
        }

        ReadOnlySpan<long> states = worst == LimitStatus.Allowed ? after : before;
        for (int i = 0; i < limits.Length; i++)
        {
            table.Unlock(places[i], states[i]);
        }

        LimitDecision binding = default;
        for (int i = 0; i < limits.Length; i++)
        {
            LimitStatus status = worst == LimitStatus.Allowed ? worst : limits[i].Evaluate(before[i], now, tokens, out _);
            LimitDecision decision = limits[i].Decide(status, states[i], tokens, now, _clock);
            if (status == worst && (binding.Binding is null || decision.BindsMoreThan(binding)))
            {
                binding = decision;
            }
        }

        return binding;
    }
}
