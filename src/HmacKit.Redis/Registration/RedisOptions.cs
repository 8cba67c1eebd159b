using System.Buffers;

namespace HmacKit.Redis;

/// <summary>Settings of the stores on Redis. All machines that share a Redis must have the same.</summary>
public sealed class RedisOptions : StoreOptions
{
    private const int MaxKeyPrefixLength = 64;
    private const int MaxLeaseSize = 10_000;

    private static readonly TimeSpan LongestClockDifference = TimeSpan.FromHours(1);
    private static readonly TimeSpan MaxLeaseTime = TimeSpan.FromMinutes(1);

    private static readonly SearchValues<char> NotInPrefixes = SearchValues.Create("{}*?[]\\");

    /// <summary>The defaults: Redis keeps the replay memory and the token buckets.</summary>
    public RedisOptions()
        : base(StoreRoles.Replay | StoreRoles.Limits)
    {
    }

    /// <summary>
    /// What all keys and channels begin with: 1 to 64 printable ASCII characters without space,
    /// braces and the wildcards of an access list (<c>*</c>, <c>?</c>, <c>[</c>, <c>]</c>, <c>\</c>). The default is <c>hmackit:</c>.
    /// Applications that share a Redis but not their keys need one each.
    /// </summary>
    public string KeyPrefix { get; set; } = "hmackit:";

    /// <summary>The number of the database; -1, the default, for the one that the connection names.</summary>
    public int Database { get; set; } = -1;

    /// <summary>
    /// The most by which the clocks of the verifiers, and those of clients that sign, may differ, zero to an hour.
    /// The default is 15 seconds. A nonce is remembered for that much longer than its request is valid, and after Redis has lost its
    /// memory, requests are refused for that much longer.
    /// </summary>
    public TimeSpan MaxClockDifference { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Whether requests are refused that were signed before Redis has last lost its memory, or may have: at its first use, a
    /// restart, a failover or a flush. True by default. Without it, what was used before the loss is accepted once more.
    /// </summary>
    public bool GuardRestarts { get; set; } = true;

    /// <summary>
    /// How many tokens a machine takes from a shared bucket at a time, 1 to 10,000, and hands out
    /// without asking Redis again. The default is 1: nothing is leased, and the limits are kept exactly.
    /// </summary>
    /// <remarks>
    /// With a lease of n tokens and m machines a caller can, in any stretch of time, get up to (n - 1) × m tokens more than
    /// its limit says (taken before, handed out within), and in exchange up to (n - 1) × m fewer (taken, and not
    /// handed out before <see cref="LeaseTime"/> was over). In the long run it never gets more.
    /// </remarks>
    public int LeaseSize { get; set; } = 1;

    /// <summary>How long leased tokens are kept before they are given up; over zero, at most a minute. The default is 1 second.</summary>
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether the application's <see cref="CredentialStore"/>, if it hears of no changes itself, is put behind <see cref="StoreOptions.CredentialCache"/>, in which a
    /// change on any machine is seen on all others at once. False by default. Used by <c>UseRedis</c>.
    /// </summary>
    public bool CacheCredentials { get; set; }

    /// <inheritdoc/>
    protected override void ThrowIfInvalidCore()
    {
        if (KeyPrefix is not { Length: > 0 and <= MaxKeyPrefixLength } || KeyPrefix.AsSpan().ContainsAnyExceptInRange('!', '~') || KeyPrefix.AsSpan().ContainsAny(NotInPrefixes))
        {
            throw new ArgumentException($"{nameof(KeyPrefix)} is 1 to {MaxKeyPrefixLength} printable ASCII characters without space, braces and wildcards, for example 'shop:'.", nameof(KeyPrefix));
        }

        if (Database < -1)
        {
            throw new ArgumentOutOfRangeException(nameof(Database), Database, $"{nameof(Database)} is the number of a database, or -1 for the one that the connection names.");
        }

        if (MaxClockDifference < TimeSpan.Zero || MaxClockDifference > LongestClockDifference)
        {
            throw new ArgumentOutOfRangeException(nameof(MaxClockDifference), MaxClockDifference, $"{nameof(MaxClockDifference)} is zero to {LongestClockDifference}.");
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
