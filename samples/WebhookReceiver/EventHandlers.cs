using System.Text.Json;
using HmacKit.AspNetCore;

namespace WebhookReceiver;

/// <summary>
/// What is done for each type of event. It runs behind the answer, from the queue: it may take its time, and if it throws, it
/// is called again.
/// </summary>
internal sealed partial class EventHandlers(HandledEvents handled, TimeProvider time, ILogger<EventHandlers> logger)
{
    public static Task HandleAsync(WebhookEvent webhookEvent, CancellationToken cancellationToken) =>
        webhookEvent.Services!.GetRequiredService<EventHandlers>().HandleOneAsync(webhookEvent, cancellationToken);

    private Task HandleOneAsync(WebhookEvent webhookEvent, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        OneRingEvent oneRing = webhookEvent.ReadJson(EventJson.Default.OneRingEvent) ?? throw new JsonException("The event is null.");
        string? what = oneRing.EventType switch
        {
            "draft.published" => $"draft {Text(oneRing.Data, "draftId")} is out on {Text(oneRing.Data, "platform")}",
            "draft.edited" => $"draft {Text(oneRing.Data, "draftId")} has changed",
            "enforcement.failed" => $"an enforcement failed for {Text(oneRing.Data, "userId")}",
            "test.event" => Text(oneRing.Data, "message"),

            // A type that came after this code: it is no failure, or the sender would be asked to send it for ever.
            _ => null,
        };

        // The id that was signed counts, not the one that the body claims.
        handled.Add(new HandledEvent(webhookEvent.Id ?? "", oneRing.EventType, what, webhookEvent.Attempt, time.GetUtcNow()));
        LogHandled(logger, oneRing.EventType, webhookEvent.Id, webhookEvent.Attempt);
        return Task.CompletedTask;
    }

    private static string? Text(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String
            ? member.GetString()
            : null;

    [LoggerMessage(1, LogLevel.Information, "Handled {Type} {EventId}, attempt {Attempt}.")]
    private static partial void LogHandled(ILogger logger, string type, string? eventId, int attempt);
}
