using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace HmacKit;

/// <summary>
/// A replay memory in this process: 17 bytes a claim, bounded, without timers. Of any number of equal claims exactly one is
/// added, however many threads bring them and whatever the clock does. Make one for the whole program: two stores know
/// nothing of each other, and neither do two processes. What it holds is lost at a restart.
/// </summary>
/// <remarks>
/// <para>
/// It holds a fingerprint of each claim under a random secret key of its own. Two claims with one fingerprint would make
/// it refuse a request that is new: at full load that is one request in 30,000,000,000, and nobody can provoke it. It can't
/// accept a claim twice that way, since equal claims have equal fingerprints.
/// </para>
/// <para>
/// No key id can fill it for the others. However many requests one key signs, it gets at most four fifths of the places, and
/// its further claims are <see cref="ReplayOutcome.Full"/>; two that flood it still leave room for a key with few claims, three
/// don't. Keys are told apart by 6 bits, again under a random key: one in 64 shares the room of the one that floods.
/// </para>
/// <para>
/// Time never goes back for the store. If the clock was set forward, claims expired; set back afterwards, the store goes
/// on refusing whatever would have expired by then, since it can't know what of it was used. Where that would take too
/// long, start the program again.
/// </para>
/// </remarks>
public sealed class MemoryReplayStore : IReplayStore
{
    /// <summary>The longest that a claim can be held: 4 days, which is more than the longest window of a scheme.</summary>
    public static readonly TimeSpan MaxRetention = TimeSpan.FromSeconds(ReplayTable.MaxSecondsAhead);

    // Expired entries must be gone before their expiry wraps around, which is after eight days.
    private const uint SecondsBetweenSweeps = 24 * 60 * 60;

    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TimeProvider _time;
    private readonly ReplayTable _table;
    private readonly SipHash24 _hash = SipHash24.WithRandomKey();
    private readonly ulong _keySeed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly Lock _gate = new();
    private readonly DateTimeOffset _knowsSince;
    private uint _latest;
    private uint _nextSweep;

    /// <summary>An empty store.</summary>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is out of bounds.</exception>
    public MemoryReplayStore(MemoryReplayStoreOptions? options = null)
        : this(options ?? new MemoryReplayStoreOptions(), isOfItsOwn: true)
    {
    }

    /// <summary>A store, or the memory of another store, which isn't among those that are counted.</summary>
    internal MemoryReplayStore(MemoryReplayStoreOptions options, bool isOfItsOwn)
    {
        ArgumentNullException.ThrowIfNull(options.TimeProvider, nameof(options));
        if (options.Capacity is < 1 or > MemoryReplayStoreOptions.MaxCapacity)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                options.Capacity,
                $"{nameof(options.Capacity)} is 1 to {MemoryReplayStoreOptions.MaxCapacity} claims. Set it to the requests per second times the seconds of the scheme's window.");
        }

        _time = options.TimeProvider;
        _table = new ReplayTable(options.Capacity);
        _knowsSince = options.RefuseSignedBeforeStart ? options.TimeProvider.GetUtcNow() : DateTimeOffset.MinValue;
        if (isOfItsOwn)
        {
            EngineMetrics.WatchClaims(this, static store => ((MemoryReplayStore)store).Count);
        }
    }

    /// <summary>
    /// How many live claims it holds. From about 30,000 on that is an estimate from a part of them, within a few per cent, so that
    /// asking takes microseconds however many there are.
    /// </summary>
    public long Count => _table.EstimateCount(Latest(_time.GetUtcNow()));

    TimeSpan IReplayStore.MaxRetention => MaxRetention;

    /// <inheritdoc/>
    /// <remarks>
    /// Completes at once and allocates nothing. <see cref="ReplayOutcome.Seen"/> is also the answer to a claim that has
    /// expired, and <see cref="ReplayOutcome.Full"/> to one that would have to be held for longer than
    /// <see cref="MaxRetention"/>.
    /// </remarks>
    public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<ReplayOutcome>(cancellationToken)
            : ValueTask.FromResult(TryAdd(claim));

    internal ReplayOutcome TryAdd(in ReplayClaim claim) => claim.EarliestUse < _knowsSince ? ReplayOutcome.TooEarly : TryAddEntry(ToEntry(claim));

    /// <summary>What this store keeps of a claim. No other store can do anything with it.</summary>
    [SkipLocalsInit]
    internal ReplayEntry ToEntry(in ReplayClaim claim)
    {
        Span<byte> bytes = stackalloc byte[ReplayClaim.MaxBytes];
        int length = claim.Write(bytes, out int keyLength);
        ulong hash = _hash.Hash(bytes[..length]);
        return new ReplayEntry((hash & ~(ReplayEntry.KeyGroups - 1UL)) | KeyGroupOf(bytes, keyLength), claim.Expires.UtcTicks);
    }

    internal ReplayOutcome TryAddEntry(in ReplayEntry entry)
    {
        DateTimeOffset time = _time.GetUtcNow();
        uint now = Latest(time);
        long expires = ToSeconds(entry);
        if (expires <= now || entry.ExpiresUtcTicks <= time.UtcTicks)
        {
            return ReplayOutcome.Seen;
        }

        if (expires - now > ReplayTable.MaxSecondsAhead)
        {
            return ReplayOutcome.Full;
        }

        ReplayOutcome outcome = _table.TryAdd(entry.Hash, (uint)expires, now);

        // A thread that was held up since it read the clock may come when the claim has expired and its entry has been
        // written over. The thread that wrote over it had moved the latest time on before, which is seen here.
        return outcome == ReplayOutcome.Added && expires <= Volatile.Read(ref _latest) ? ReplayOutcome.Seen : outcome;
    }

    /// <summary>Whether a live claim is remembered, without remembering it.</summary>
    internal bool Holds(in ReplayEntry entry)
    {
        uint now = Latest(_time.GetUtcNow());
        return ToSeconds(entry) > now && _table.Contains(entry.Hash, now);
    }

    // A few multiplications: the groups have to be even, and what they hide isn't worth a second SipHash.
    private ulong KeyGroupOf(ReadOnlySpan<byte> bytes, int keyLength)
    {
        const ulong Multiplier = 0x9E3779B97F4A7C15;
        ulong hash = _keySeed;
        for (; keyLength > 0; keyLength -= sizeof(ulong))
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            word = keyLength < sizeof(ulong) ? word & ((1UL << (8 * keyLength)) - 1) : word;
            hash = (hash ^ word) * Multiplier;
            hash ^= hash >> 32;
            bytes = bytes[sizeof(ulong)..];
        }

        return (hash * Multiplier) >> (64 - ReplayTable.KeyBits);
    }

    private static long ToSeconds(in ReplayEntry entry) => ((entry.ExpiresUtcTicks - Epoch.UtcTicks) / TimeSpan.TicksPerSecond) + 1;

    /// <summary>The latest second that the store has seen, or now.</summary>
    private uint Latest(DateTimeOffset time)
    {
        uint now = (uint)Math.Clamp((time - Epoch).Ticks / TimeSpan.TicksPerSecond, 1, uint.MaxValue / 2);
        uint latest = Volatile.Read(ref _latest);
        return now > latest ? MoveOn(now) : latest;
    }

    // Once a second. The first caller of a new second waits here, so that nothing is added before the table is cleared.
    private uint MoveOn(uint now)
    {
        lock (_gate)
        {
            if (now <= _latest)
            {
                return _latest;
            }

            bool isSweepDue = now >= _nextSweep;
            if (now - _latest > ReplayTable.MaxSecondsAhead)
            {
                _table.Clear();
                (isSweepDue, _nextSweep) = (false, now + SecondsBetweenSweeps);
            }

            Volatile.Write(ref _latest, now);
            if (isSweepDue)
            {
                _nextSweep = now + SecondsBetweenSweeps;
                ThreadPool.UnsafeQueueUserWorkItem(static store => store._table.Sweep(() => Volatile.Read(ref store._latest)), this, preferLocal: false);
            }

            return now;
        }
    }
}
