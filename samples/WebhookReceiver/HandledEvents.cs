using HmacKit.Webhooks;

namespace WebhookReceiver;

/// <summary>The events that were handled.</summary>
internal abstract class HandledEvents
{
    /// <summary>How many of them a person is shown.</summary>
    protected const int Latest = 100;

    public abstract Task AddAsync(HandledEvent handled, WebhookEvent webhookEvent, CancellationToken cancellationToken);

    /// <summary>The latest ones, oldest first; or all of them, with how often each was handled.</summary>
    public async Task<IResult> AnswerAsync(bool all, CancellationToken cancellationToken) => all
        ? TypedResults.Json(await AllAsync(cancellationToken), EventJson.Default.HandledTimesArray)
        : TypedResults.Json(await LatestAsync(cancellationToken), EventJson.Default.HandledEventArray);

    protected abstract Task<HandledEvent[]> LatestAsync(CancellationToken cancellationToken);

    protected abstract Task<HandledTimes[]> AllAsync(CancellationToken cancellationToken);
}
