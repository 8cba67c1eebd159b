namespace HmacKit.Webhooks;

/// <summary>Settings of a <see cref="WebhookInbox"/>.</summary>
public sealed class WebhookInboxOptions
{
    /// <summary>
    /// How long an event belongs to the process that has taken it; it is renewed after a third of that while its handler runs. The event of a process that was
    /// killed is taken again when it is over. 1 second to 1 hour; 30 seconds by default.
    /// </summary>
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often it is looked for events of other processes and for those that are due again; over zero, at most 1 minute. 1 second by default.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait before another attempt; over zero, at most 1 day. 1 hour by default.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromHours(1);

    internal void ThrowIfInvalid()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(LeaseTime, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LeaseTime, TimeSpan.FromHours(1));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(PollInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PollInterval, TimeSpan.FromMinutes(1));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MaxRetryDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxRetryDelay, TimeSpan.FromDays(1));
    }
}
