namespace HmacKit.Http;

/// <summary>The <c>Date</c> header of the response that refused the request.</summary>
internal sealed class DateHeaderClock : ServerClock
{
    public override bool IsAsked => false;

    public override ValueTask<TimeSpan?> MeasureAsync(ClockQuestion question, CancellationToken cancellationToken)
    {
        (DateTimeOffset? date, DateTimeOffset received) = question.Answer;
        if (date is null)
        {
            Log.ClockUnreadable(question.Logger, Origin.Of(question.Address), "the response has no Date.");
        }

        return new(date - received);
    }
}
