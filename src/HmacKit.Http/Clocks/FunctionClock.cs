namespace HmacKit.Http;

/// <summary>A function of the application's own.</summary>
internal sealed class FunctionClock(Func<CancellationToken, Task<DateTimeOffset?>> serverTime) : ServerClock
{
    public override bool IsAsked => true;

    public override async ValueTask<TimeSpan?> MeasureAsync(RefusedRequest refusal, ClockObserver observer, CancellationToken cancellationToken)
    {
        DateTimeOffset sent = observer.Time.GetUtcNow();
        DateTimeOffset? server = await serverTime(cancellationToken).ConfigureAwait(false);
        return server is { } time ? Difference(time, sent, observer.Time.GetUtcNow()) : null;
    }
}
