namespace HmacKit;

/// <summary>
/// What a limiter answers: whether the call may go on, what is left, and how long to wait. The default value is "no".
/// Where several limits had to be kept it tells of the one that binds: on "yes" the one with the fewest tokens left,
/// on "no" the one with the longest wait.
/// </summary>
public readonly struct LimitDecision
{
    /// <summary>The <see cref="RetryAfter"/> of a call that asks for more than the bucket ever holds.</summary>
    public static readonly TimeSpan Never = TimeSpan.MaxValue;

    private readonly long _resetTicks;

    /// <summary>A decision, as a store makes it.</summary>
    /// <param name="status">What came out.</param>
    /// <param name="binding">The limit that binds; null if none was looked at.</param>
    /// <param name="remaining">How many tokens are left under it.</param>
    /// <param name="reset">When its bucket is full again.</param>
    /// <param name="retryAfter">How long until the tokens that were asked for are there under all limits; zero if they were.</param>
    public LimitDecision(LimitStatus status, BucketLimit? binding = null, int remaining = 0, DateTimeOffset reset = default, TimeSpan retryAfter = default)
    {
        Status = status;
        Binding = binding;
        Remaining = remaining;
        RetryAfter = retryAfter;
        _resetTicks = reset.UtcTicks;
    }

    internal LimitDecision(LimitStatus status, BucketLimit binding, int remaining, long resetTicks, TimeSpan retryAfter)
    {
        Status = status;
        Binding = binding;
        Remaining = remaining;
        RetryAfter = retryAfter;
        _resetTicks = resetTicks;
    }

    /// <summary>What came out.</summary>
    public LimitStatus Status { get; }

    /// <summary>True only for <see cref="LimitStatus.Allowed"/>.</summary>
    public bool Allowed => Status == LimitStatus.Allowed;

    /// <summary>The limit that binds; null if none was looked at (<see cref="LimitStatus.Unavailable"/>, <see cref="LimitStatus.UnknownTier"/>).</summary>
    public BucketLimit? Binding { get; }

    /// <summary>The most tokens that the bucket holds, for a header such as <c>X-RateLimit-Limit</c>; 0 without <see cref="Binding"/>.</summary>
    public int Limit => Binding?.Capacity ?? 0;

    /// <summary>How many tokens are left now, for a header such as <c>X-RateLimit-Remaining</c>.</summary>
    public int Remaining { get; }

    /// <summary>When the bucket is full again, if nothing more is taken; <see cref="DateTimeOffset.MinValue"/> without <see cref="Binding"/>.</summary>
    public DateTimeOffset Reset => new(_resetTicks, TimeSpan.Zero);

    /// <summary>
    /// How long until the tokens that were asked for are there, to the tick: then the same call is allowed, if nothing
    /// is taken in between. Zero if they were there, or if it isn't known; <see cref="Never"/> if waiting doesn't help.
    /// </summary>
    public TimeSpan RetryAfter { get; }

    /// <summary><see cref="Reset"/> in whole seconds since 1970-01-01T00:00:00Z, rounded up, for a header such as <c>X-RateLimit-Reset</c>; 0 without <see cref="Binding"/>.</summary>
    public long ResetUnixSeconds => Math.Max(0, RoundUpToSeconds(_resetTicks - DateTime.UnixEpoch.Ticks));

    /// <summary>
    /// <see cref="RetryAfter"/> in whole seconds, rounded up, for the header <c>Retry-After</c> (RFC 9110 section
    /// 10.2.3); null if there is nothing to wait for or waiting doesn't help.
    /// </summary>
    public long? RetryAfterSeconds => RetryAfter > TimeSpan.Zero && RetryAfter != Never ? RoundUpToSeconds(RetryAfter.Ticks) : null;

    /// <summary>The decision in words, for logs.</summary>
    public override string ToString() => Binding is null ? $"{Status}" : $"{Status}, {Remaining} of {Limit} left ({Binding.Name})";

    /// <summary>Which of two decisions of one status to tell the caller.</summary>
    internal bool BindsMoreThan(in LimitDecision other) =>
        RetryAfter != other.RetryAfter ? RetryAfter > other.RetryAfter
        : Remaining != other.Remaining ? Remaining < other.Remaining
        : _resetTicks > other._resetTicks;

    private static long RoundUpToSeconds(long ticks) => (ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond;
}
