namespace HmacKit.Webhooks;

/// <summary>Who handles the events of one endpoint, and how. <c>MapWebhook</c> makes one; a program without web endpoints makes its own.</summary>
public sealed record InboxEndpoint
{
    /// <summary>The endpoint's name, which is in the database with each event: other processes and the next version of this one handle its events by it.</summary>
    public required string Name { get; init; }

    /// <summary>The name of its scheme, for logs and metrics.</summary>
    public required string Scheme { get; init; }

    /// <summary>Handles an event. If it throws, the event is tried again later.</summary>
    public required Func<WebhookEvent, CancellationToken, Task> Handler { get; init; }

    /// <summary>How many events are handled at once in this process; over zero. 4 by default.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>How often an event is tried in all, over zero: also an attempt whose process was killed counts. 12 by default, about an hour.</summary>
    public int MaxAttempts { get; init; } = 12;

    /// <summary>How long to wait before the second attempt; twice as long before each further one; at most 1 day. 1 second by default.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a handler may take before its token is cancelled, which counts as a failure; over zero, at most 1 day. 1 minute by default.</summary>
    public TimeSpan HandlerTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Called when the last attempt has failed and the event is a dead letter. Null by default.</summary>
    public Func<WebhookEvent, Exception, ValueTask>? OnGivenUp { get; init; }

    internal static TimeSpan LongestTime { get; } = TimeSpan.FromDays(1);

    internal void ThrowIfInvalid()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name);
        StoredText.ThrowIfCannotKeep(Name, "The name", nameof(Name));
        ArgumentException.ThrowIfNullOrEmpty(Scheme);
        ArgumentNullException.ThrowIfNull(Handler);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Concurrency);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RetryDelay, LongestTime);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(HandlerTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(HandlerTimeout, LongestTime);
    }
}
