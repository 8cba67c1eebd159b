namespace HmacKit.AspNetCore;

/// <summary>How the events of one webhook endpoint are queued, handled and remembered.</summary>
public sealed class WebhookOptions
{
    /// <summary>The most events that wait for their handler; over zero. 1,000 by default. Senders of more are told to come again.</summary>
    public int QueueCapacity { get; set; } = 1000;

    /// <summary>The most bytes of bodies that are waiting or being handled; over zero. 64 MiB by default. Senders of more are told to come again.</summary>
    public long MaxQueuedBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How many events are handled at once; over zero. 4 by default. Only with 1 are they handled in the order of their coming.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>How often a failing handler is called for an event in all; over zero. 3 by default.</summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>How long to wait before the second attempt; twice as long before each further one, at most a minute. 1 second by default.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a handler may take before its token is cancelled, which counts as a failure; over zero. 1 minute by default.</summary>
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long an event is known, here and in the replay store, from its signed time on. At least the scheme's window (greatest age +
    /// greatest skew), in which a copy of it would be genuine, and at most what the store can hold: 4 days in memory. 24 hours by default.
    /// </summary>
    public TimeSpan RememberFor { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How many events are known as handled or under way; over zero. 100,000 by default, some 200 bytes each. The oldest make
    /// room for new ones, but none within the scheme's time window: then senders are told to come again.
    /// </summary>
    public int MaxRemembered { get; set; } = 100_000;

    /// <summary>The seconds in <c>Retry-After</c> for a sender that is told to come again; over zero. 10 by default.</summary>
    public int RetryAfterSeconds { get; set; } = 10;

    /// <summary>Names of headers to keep for the handler, such as <c>X-GitHub-Event</c>; none by default. No signature covers them.</summary>
    public IList<string> KeptUnsignedHeaders { get; } = [];

    /// <summary>
    /// Called when the last attempt has failed: the place for a dead letter, since a sender that was answered 200 sends the
    /// event again only if its own people ask it to.
    /// </summary>
    public Func<WebhookEvent, Exception, ValueTask>? OnGivenUp { get; set; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(QueueCapacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxQueuedBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Concurrency);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxAttempts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxRemembered);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(RetryAfterSeconds);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(HandlerTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RememberFor, TimeSpan.Zero);
    }
}
