using HmacKit.Webhooks;

namespace WebhookReceiver;

/// <summary>
/// What is done for each type of event. It runs behind the answer: it may take its time, and if it throws, it is called again. What it writes
/// in the event's transaction happens once.
/// </summary>
internal sealed partial class EventHandlers(HandledEvents handled, TimeProvider time, ILogger<EventHandlers> logger)
{
    public Task PublishedAsync(OneRingEvent<Draft> draft, WebhookEvent webhookEvent, CancellationToken cancellationToken) =>
        HandleAsync(webhookEvent, $"draft {draft.Data.DraftId} is out on {draft.Data.Platform}", cancellationToken);

    public Task EditedAsync(OneRingEvent<Draft> draft, WebhookEvent webhookEvent, CancellationToken cancellationToken) =>
        HandleAsync(webhookEvent, $"draft {draft.Data.DraftId} has changed", cancellationToken);

    public Task FailedAsync(OneRingEvent<Enforcement> enforcement, WebhookEvent webhookEvent, CancellationToken cancellationToken) =>
        HandleAsync(webhookEvent, $"an enforcement failed for {enforcement.Data.UserId}", cancellationToken);

    public Task TestAsync(OneRingEvent<TestMessage> test, WebhookEvent webhookEvent, CancellationToken cancellationToken) =>
        HandleAsync(webhookEvent, test.Data.Message, cancellationToken);

    private async Task HandleAsync(WebhookEvent webhookEvent, string? what, CancellationToken cancellationToken)
    {
        // The id that was signed counts, not the one that the body claims.
        var done = new HandledEvent(webhookEvent.Id ?? "", webhookEvent.Type ?? "", what, webhookEvent.Attempt, time.GetUtcNow());
        await handled.AddAsync(done, webhookEvent, cancellationToken);
        LogHandled(logger, done.Type, done.Id, done.Attempt);
    }

    [LoggerMessage(1, LogLevel.Information, "Handled {Type} {EventId}, attempt {Attempt}.")]
    private static partial void LogHandled(ILogger logger, string type, string? eventId, int attempt);
}

/// <summary>Where an event's handlers are.</summary>
internal static class EventHandlersExtensions
{
    public static EventHandlers Handlers(this WebhookEvent webhookEvent) => webhookEvent.Services!.GetRequiredService<EventHandlers>();
}
