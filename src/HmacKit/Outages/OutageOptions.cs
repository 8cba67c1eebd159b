namespace HmacKit;

/// <summary>What to do when a store in a server doesn't answer: settings of <see cref="GuardedReplayStore"/> and <see cref="GuardedTokenBucketStore"/>.</summary>
public sealed class OutageOptions
{
    /// <summary>The default of <see cref="FailuresToOpen"/>: 5.</summary>
    internal const int DefaultFailuresToOpen = 5;

    /// <summary>The default of <see cref="Timeout"/>: 250 milliseconds.</summary>
    internal static readonly TimeSpan DefaultTimeout = TimeSpan.FromMilliseconds(250);

    /// <summary>The default of <see cref="BreakDuration"/>: 1 second.</summary>
    internal static readonly TimeSpan DefaultBreakDuration = TimeSpan.FromSeconds(1);

    /// <summary>The default of <see cref="MaxFallback"/>: 5 minutes.</summary>
    internal static readonly TimeSpan DefaultMaxFallback = TimeSpan.FromMinutes(5);

    /// <summary>How long a call may take, over zero and at most a minute. The default is 250 milliseconds.</summary>
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>What is answered while the store is away. The default is <see cref="OutagePolicy.FailClosed"/>.</summary>
    public OutagePolicy Policy { get; set; }

    /// <summary>
    /// How long an outage may last until <see cref="OutagePolicy.FallBackToMemory"/> ends and nothing is accepted any more; over
    /// zero, at most 24 hours. The default is 5 minutes.
    /// </summary>
    public TimeSpan MaxFallback { get; set; } = DefaultMaxFallback;

    /// <summary>After how many failures in a row the store isn't asked any more, 1 to 1,000. The default is 5.</summary>
    public int FailuresToOpen { get; set; } = DefaultFailuresToOpen;

    /// <summary>How long it isn't asked, until one call tries again; over zero, at most 5 minutes. The default is 1 second.</summary>
    public TimeSpan BreakDuration { get; set; } = DefaultBreakDuration;

    /// <summary>
    /// How many claims or buckets the memory to fall back on has room for. By default null: the
    /// 1,000,000 claims or 100,000 buckets. Set aside with
    /// <see cref="OutagePolicy.FallBackToMemory"/> alone.
    /// </summary>
    public int? FallbackCapacity { get; set; }

    internal void ThrowIfOutOfBounds()
    {
        ThrowIfOutOfBounds(Timeout, TimeSpan.FromMinutes(1), nameof(Timeout));
        ThrowIfOutOfBounds(MaxFallback, TimeSpan.FromHours(24), nameof(MaxFallback));
        ThrowIfOutOfBounds(BreakDuration, TimeSpan.FromMinutes(5), nameof(BreakDuration));
        if (FailuresToOpen is < 1 or > 1000)
        {
            throw new ArgumentOutOfRangeException(nameof(FailuresToOpen), FailuresToOpen, $"{nameof(FailuresToOpen)} is 1 to 1000 failures in a row.");
        }

        if (!Enum.IsDefined(Policy))
        {
            throw new ArgumentOutOfRangeException(nameof(Policy), Policy, $"{nameof(Policy)} is {OutagePolicy.FailClosed} or {OutagePolicy.FallBackToMemory}.");
        }
    }

    private static void ThrowIfOutOfBounds(TimeSpan value, TimeSpan max, string name)
    {
        if (value <= TimeSpan.Zero || value > max)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is over zero and at most {max}.");
        }
    }
}
