namespace HmacKit.Http;

/// <summary>A function of the application's own.</summary>
internal sealed class FunctionClock(Func<CancellationToken, Task<DateTimeOffset?>> serverTime) : ServerClock
{
    public override bool IsAsked => true;

    public override async ValueTask<TimeSpan?> MeasureAsync(ClockQuestion question, CancellationToken cancellationToken)
    {
        DateTimeOffset sent = question.Time.GetUtcNow();
        DateTimeOffset? server = await serverTime(cancellationToken).ConfigureAwait(false);
        return server is { } time ? Difference(time, sent, question.Time.GetUtcNow()) : null;
    }
}
