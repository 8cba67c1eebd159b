namespace HmacKit.Http;

/// <summary>The <c>Date</c> header of the response that refused the request.</summary>
internal sealed class DateHeaderClock : ServerClock
{
    public override bool IsAsked => false;

    public override ValueTask<TimeSpan?> MeasureAsync(RefusedRequest refusal, ClockObserver observer, CancellationToken cancellationToken)
    {
        DateTimeOffset? date = refusal.Response.Headers.Date;
        if (date is null)
        {
            Log.ClockUnreadable(observer.Logger, Origin.Of(refusal.Address), "the response has no Date.");
        }

        return new(date - refusal.Received);
    }
}
