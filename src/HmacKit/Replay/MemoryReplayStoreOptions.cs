namespace HmacKit;

/// <summary>Settings of a <see cref="MemoryReplayStore"/>.</summary>
public sealed class MemoryReplayStoreOptions
{
    /// <summary>The default of <see cref="Capacity"/>: 4,000,000 claims, which take about 100 MB when all are there.</summary>
    public const int DefaultCapacity = 4_000_000;

    /// <summary>The most that <see cref="Capacity"/> can be: 250,000,000 claims.</summary>
    public const int MaxCapacity = 250_000_000;

    /// <summary>The default of <see cref="Retention"/>: 20 minutes, which is enough for every scheme of the catalogue.</summary>
    public static readonly TimeSpan DefaultRetention = TimeSpan.FromMinutes(20);

    /// <summary>The least that <see cref="Retention"/> can be: 1 second.</summary>
    public static readonly TimeSpan MinRetention = TimeSpan.FromSeconds(1);

    /// <summary>The most that <see cref="Retention"/> can be: 2 days, the greatest age and the greatest skew that a scheme can have.</summary>
    public static readonly TimeSpan MaxRetention = 2 * FreshnessRule.MaxWindow;

    /// <summary>
    /// How many claims are held at a time, 1 to <see cref="MaxCapacity"/>. The default is <see cref="DefaultCapacity"/>,
    /// 4,000,000. When so many are live, the store is full: it refuses new ones until some have expired, and forgets none.
    /// </summary>
    /// <remarks>
    /// Take the requests per second times the seconds of the scheme's window (greatest age + greatest skew), and then
    /// two to three times that. A claim takes 16 to 32 bytes; nothing is set aside for claims that don't come. Over
    /// 1,000,000 the claims are counted by a sample, so the store is full within about one per cent of the number.
    /// </remarks>
    public int Capacity { get; set; } = DefaultCapacity;

    /// <summary>
    /// The longest time from a claim's signing to its expiry, which is greatest age + greatest skew of the scheme:
    /// <see cref="MinRetention"/> (1 second) to <see cref="MaxRetention"/> (2 days). The default is
    /// <see cref="DefaultRetention"/>, 20 minutes. A claim that would have to be held longer is refused as
    /// <see cref="ReplayOutcome.Full"/>.
    /// </summary>
    /// <remarks>
    /// Claims are forgotten in groups, up to one sixty-fourth of this too late. All are held as long as those that live
    /// longest, so a scheme with a window of seconds and much traffic does better with a store of its own.
    /// </remarks>
    public TimeSpan Retention { get; set; } = DefaultRetention;

    /// <summary>Where the time comes from; the system's clock by default. It should be that of the verifiers.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
