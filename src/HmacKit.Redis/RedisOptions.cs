using System.Buffers;

namespace HmacKit.Redis;

/// <summary>Settings of the stores on Redis. All machines that share a Redis must have the same.</summary>
public sealed class RedisOptions
{
    /// <summary>The default of <see cref="KeyPrefix"/>.</summary>
    public const string DefaultKeyPrefix = "hmackit:";

    /// <summary>The most characters of <see cref="KeyPrefix"/>: 64.</summary>
    public const int MaxKeyPrefixLength = 64;

    /// <summary>The most that <see cref="LeaseSize"/> can be: 10,000 tokens.</summary>
    public const int MaxLeaseSize = 10_000;

    /// <summary>The default of <see cref="MaxClockDifference"/>: 15 seconds.</summary>
    public static readonly TimeSpan DefaultMaxClockDifference = TimeSpan.FromSeconds(15);

    /// <summary>The most that <see cref="MaxClockDifference"/> can be: 1 hour.</summary>
    public static readonly TimeSpan GreatestMaxClockDifference = TimeSpan.FromHours(1);

    /// <summary>The default of <see cref="LeaseTime"/>: 1 second.</summary>
    public static readonly TimeSpan DefaultLeaseTime = TimeSpan.FromSeconds(1);

    /// <summary>The most that <see cref="LeaseTime"/> can be: 1 minute.</summary>
    public static readonly TimeSpan MaxLeaseTime = TimeSpan.FromMinutes(1);

    private static readonly SearchValues<char> NotInPrefixes = SearchValues.Create("{}*?[]\\");

    /// <summary>
    /// What all keys and channels begin with: 1 to <see cref="MaxKeyPrefixLength"/> printable ASCII characters without space,
    /// braces and the wildcards of an access list (<c>*</c>, <c>?</c>, <c>[</c>, <c>]</c>, <c>\</c>). The default is <see cref="DefaultKeyPrefix"/>, <c>hmackit:</c>.
    /// Applications that share a Redis but not their keys need one each.
    /// </summary>
    public string KeyPrefix { get; set; } = DefaultKeyPrefix;

    /// <summary>The number of the database; -1, the default, for the one that the connection names.</summary>
    public int Database { get; set; } = -1;

    /// <summary>
    /// The most by which the clocks of the verifiers, and those of clients that sign, may differ, zero to
    /// <see cref="GreatestMaxClockDifference"/>. The default is <see cref="DefaultMaxClockDifference"/>, 15 seconds. A nonce
    /// is remembered for that much longer than its request is valid, and after Redis has lost its memory, requests are
    /// refused for that much longer.
    /// </summary>
    public TimeSpan MaxClockDifference { get; set; } = DefaultMaxClockDifference;

    /// <summary>
    /// Whether requests are refused that were signed before Redis has last lost its memory, or may have: at its first use, a
    /// restart, a failover or a flush. True by default. Without it, what was used before the loss is accepted once more.
    /// </summary>
    public bool GuardRestarts { get; set; } = true;

    /// <summary>
    /// How many tokens a machine takes from a shared bucket at a time, 1 to <see cref="MaxLeaseSize"/>, and hands out
    /// without asking Redis again. The default is 1: nothing is leased, and the limits are kept exactly.
    /// </summary>
    /// <remarks>
    /// With a lease of n tokens and m machines a caller can, in any stretch of time, get up to (n - 1) × m tokens more than
    /// its limit says (taken before, handed out within), and in exchange up to (n - 1) × m fewer (taken, and not
    /// handed out before <see cref="LeaseTime"/> was over). In the long run it never gets more.
    /// </remarks>
    public int LeaseSize { get; set; } = 1;

    /// <summary>How long leased tokens are kept before they are given up; over zero, at most <see cref="MaxLeaseTime"/>. The default is <see cref="DefaultLeaseTime"/>, 1 second.</summary>
    public TimeSpan LeaseTime { get; set; } = DefaultLeaseTime;

    /// <summary>
    /// How many claims a machine remembers that Redis has answered, so that a copy of a request that it has seen itself
    /// needs no round trip; 1 to <see cref="MemoryReplayStoreOptions.MaxCapacity"/>. The default is
    /// <see cref="NearReplayStore.DefaultCapacity"/>, 100,000, which take 1.7 MB. Used by <c>UseRedis</c>.
    /// </summary>
    public int NearCapacity { get; set; } = NearReplayStore.DefaultCapacity;

    /// <summary>What to do while Redis is away. By default a call may take 250 ms, and what can't be asked is refused. Used by <c>UseRedis</c>.</summary>
    public OutageOptions Outages { get; } = new();

    /// <summary>
    /// Settings of a memory of credentials in front of the application's <see cref="CredentialStore"/>, in which a change on any machine is
    /// seen on all others at once; null, the default, for none. Used by <c>UseRedis</c>, which comes after what adds the store.
    /// </summary>
    public KeyCacheOptions? CredentialCache { get; set; }

    /// <summary>Where the time comes from; the system's clock by default. It should be that of the verifiers. Token buckets go by the server's clock.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Throws if a setting is out of bounds, and says how to mend it.</summary>
    internal void ThrowIfInvalid()
    {
        ArgumentNullException.ThrowIfNull(TimeProvider);
        if (KeyPrefix is not { Length: > 0 and <= MaxKeyPrefixLength } || KeyPrefix.AsSpan().ContainsAnyExceptInRange('!', '~') || KeyPrefix.AsSpan().ContainsAny(NotInPrefixes))
        {
            throw new ArgumentException($"{nameof(KeyPrefix)} is 1 to {MaxKeyPrefixLength} printable ASCII characters without space, braces and wildcards, for example 'shop:'.", nameof(KeyPrefix));
        }

        if (Database < -1)
        {
            throw new ArgumentOutOfRangeException(nameof(Database), Database, $"{nameof(Database)} is the number of a database, or -1 for the one that the connection names.");
        }

        if (MaxClockDifference < TimeSpan.Zero || MaxClockDifference > GreatestMaxClockDifference)
        {
            throw new ArgumentOutOfRangeException(nameof(MaxClockDifference), MaxClockDifference, $"{nameof(MaxClockDifference)} is zero to {GreatestMaxClockDifference}.");
        }

        if (NearCapacity is < 1 or > MemoryReplayStoreOptions.MaxCapacity)
        {
            throw new ArgumentOutOfRangeException(nameof(NearCapacity), NearCapacity, $"{nameof(NearCapacity)} is 1 to {MemoryReplayStoreOptions.MaxCapacity} claims.");
        }

        if (LeaseSize is < 1 or > MaxLeaseSize)
        {
            throw new ArgumentOutOfRangeException(nameof(LeaseSize), LeaseSize, $"{nameof(LeaseSize)} is 1 (no leases) to {MaxLeaseSize} tokens.");
        }

        if (LeaseTime <= TimeSpan.Zero || LeaseTime > MaxLeaseTime)
        {
            throw new ArgumentOutOfRangeException(nameof(LeaseTime), LeaseTime, $"{nameof(LeaseTime)} is over zero, and at most {MaxLeaseTime}.");
        }
    }
}
