namespace HmacKit.Http;

/// <summary>A way to learn how far the server's clock is ahead of this machine's.</summary>
internal abstract class ServerClock
{
    /// <summary>Whether measuring costs a request.</summary>
    public abstract bool IsAsked { get; }

    /// <summary>Server's time minus this machine's; null if it can't be told.</summary>
    public abstract ValueTask<TimeSpan?> MeasureAsync(RefusedRequest refusal, ClockObserver observer, CancellationToken cancellationToken);

    /// <summary>The difference to a time that was read between <paramref name="sent"/> and now.</summary>
    protected static TimeSpan Difference(DateTimeOffset server, DateTimeOffset sent, DateTimeOffset now) => server - (sent + ((now - sent) / 2));
}
