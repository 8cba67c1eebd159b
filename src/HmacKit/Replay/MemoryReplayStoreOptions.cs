namespace HmacKit;

/// <summary>Settings of a <see cref="MemoryReplayStore"/>.</summary>
public sealed class MemoryReplayStoreOptions
{
    /// <summary>The default of <see cref="Capacity"/>: 1,000,000 claims, for which 17 MB are set aside.</summary>
    internal const int DefaultCapacity = 1_000_000;

    /// <summary>The most that <see cref="Capacity"/> can be: 100,000,000 claims, 1.7 GB.</summary>
    internal const int MaxCapacity = 100_000_000;

    /// <summary>
    /// How many live claims there is room for, 1 to 100,000,000. The default is
    /// 1,000,000. The store takes 17 bytes a claim, all at once, and no more later. Somewhere between this and twice as many
    /// it is full: it refuses new claims until some have expired, and forgets none.
    /// </summary>
    /// <remarks>Take the requests per second times the seconds of the scheme's window (greatest age + greatest skew): 1,000 requests a second in a window of 10 minutes are 600,000.</remarks>
    public int Capacity { get; set; } = DefaultCapacity;

    /// <summary>
    /// True to refuse (<see cref="ReplayOutcome.TooEarly"/>, over HTTP a 503) messages that may have been used before the store was
    /// made, and so before a restart: those signed before it, and for as long as the scheme's greatest skew after it. That closes
    /// the gap that a restart leaves, at the price of refusing everybody for the length of the skew. False by default.
    /// </summary>
    public bool RefuseSignedBeforeStart { get; set; }

    /// <summary>Where the time comes from; the system's clock by default. It should be that of the verifiers.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
