using System.Runtime.CompilerServices;

namespace HmacKit;

/// <summary>
/// A replay memory in this process: bounded, 16 to 32 bytes a claim, no lock in an add, no timer. Of any number of
/// equal claims exactly one is added, however many threads bring them and whatever the clock does. Make one for the
/// whole program: two stores know nothing of each other, and neither do two processes. A restart loses what it holds.
/// </summary>
/// <remarks>
/// <para>
/// It holds a 64-bit fingerprint of each claim under a random secret key of its own. Two claims with one fingerprint
/// would make it refuse a request that is new: with 10 million live claims that is one request in about 10^12, and
/// nobody can provoke it. It can't accept a claim twice that way, since equal claims have equal fingerprints.
/// </para>
/// <para>
/// Claims are sorted by their signed time, so a value counts as used together with the time that was signed with it.
/// That is what a replay repeats: whoever can sign the value again with another time has the key.
/// </para>
/// <para>
/// If the clock was set forward, expired claims were forgotten; set back afterwards, it makes the store refuse
/// everything that was signed up to then, since it can't know what of it was used.
/// </para>
/// </remarks>
public sealed class MemoryReplayStore : IReplayStore
{
    private readonly TimeProvider _time;
    private readonly long _retention;
    private readonly ReplayGenerations _generations;
    private readonly SipHash24 _hash = SipHash24.WithRandomKey();

    /// <summary>An empty store.</summary>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity or the retention is out of bounds.</exception>
    public MemoryReplayStore(MemoryReplayStoreOptions? options = null)
    {
        options ??= new MemoryReplayStoreOptions();
        ArgumentNullException.ThrowIfNull(options.TimeProvider, nameof(options));
        if (options.Capacity is < 1 or > MemoryReplayStoreOptions.MaxCapacity)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                options.Capacity,
                $"{nameof(options.Capacity)} is 1 to {MemoryReplayStoreOptions.MaxCapacity} claims. Set it to two or three times the requests per second times the seconds of the scheme's window.");
        }

        if (options.Retention < MemoryReplayStoreOptions.MinRetention || options.Retention > MemoryReplayStoreOptions.MaxRetention)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                options.Retention,
                $"{nameof(options.Retention)} is 1 second to 2 days. Set it to the greatest age + the greatest skew of the scheme with the longest window.");
        }

        Capacity = options.Capacity;
        Retention = options.Retention;
        _time = options.TimeProvider;
        _retention = options.Retention.Ticks;
        _generations = new ReplayGenerations(_retention, options.Capacity);
    }

    /// <summary>How many claims are held at a time. When so many are live, new ones are refused.</summary>
    public int Capacity { get; }

    /// <summary>The longest time from a claim's signing to its expiry. Claims that would have to be held longer are refused.</summary>
    public TimeSpan Retention { get; }

    /// <summary>
    /// About how many claims are held, for a gauge: within about one per cent in a store of over 1,000,000, and with
    /// those that have expired until the next claim clears them away.
    /// </summary>
    public long Count => _generations.Count;

    /// <inheritdoc/>
    /// <remarks>
    /// Completes at once and allocates nothing. <see cref="ReplayOutcome.Seen"/> is also the answer to a claim that has
    /// expired, and <see cref="ReplayOutcome.Full"/> to one that lies too far in the future or lives longer than
    /// <see cref="Retention"/>: none of these could be remembered.
    /// </remarks>
    public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<ReplayOutcome>(cancellationToken)
            : ValueTask.FromResult(TryAdd(claim));

    /// <summary>The same without a task: nothing here ever waits.</summary>
    [SkipLocalsInit]
    internal ReplayOutcome TryAdd(in ReplayClaim claim)
    {
        long now = _time.GetUtcNow().UtcTicks;
        long signed = claim.SignedAt.UtcTicks;
        long expires = claim.Expires.UtcTicks;
        if (expires <= now)
        {
            return ReplayOutcome.Seen;
        }

        if (expires - signed > _retention || signed - now > _retention)
        {
            return ReplayOutcome.Full;
        }

        Span<byte> bytes = stackalloc byte[ReplayClaim.MaxBytes];
        ulong fingerprint = _hash.Hash(bytes[..claim.CopyTo(bytes)]);
        return _generations.TryPlace(fingerprint, signed, expires - signed, now);
    }
}
