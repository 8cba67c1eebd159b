using Microsoft.Extensions.Logging;

namespace HmacKit.Webhooks;

/// <summary>All that is logged, without bodies, secrets or signatures.</summary>
internal static partial class Log
{
    public const string Category = "HmacKit.Webhooks";

    [LoggerMessage(9000, LogLevel.Error, "Inbox: event {Number} for '{Endpoint}' couldn't be kept, so its sender is told to come again.")]
    public static partial void EventNotKept(ILogger logger, Exception exception, string? number, string endpoint);

    [LoggerMessage(9001, LogLevel.Warning, "Inbox '{Endpoint}': the handler failed for event '{EventId}' at attempt {Attempt}, and is called again in {Delay}.")]
    public static partial void EventFailed(ILogger logger, Exception exception, string endpoint, string? eventId, int attempt, TimeSpan delay);

    [LoggerMessage(9002, LogLevel.Error, "Inbox '{Endpoint}': event '{EventId}' is a dead letter: attempt {Attempt}, the last one, failed. It can be resent.")]
    public static partial void EventGivenUp(ILogger logger, Exception exception, string endpoint, string? eventId, int attempt);

    [LoggerMessage(9003, LogLevel.Error, "Inbox '{Endpoint}': OnGivenUp failed for event '{EventId}'.")]
    public static partial void GivenUpFailed(ILogger logger, Exception exception, string endpoint, string? eventId);

    [LoggerMessage(9004, LogLevel.Warning, "Inbox '{Endpoint}': the lease of event '{EventId}' has gone to another process, so what its handler did in the transaction is undone.")]
    public static partial void LeaseLost(ILogger logger, string endpoint, string? eventId);

    [LoggerMessage(9005, LogLevel.Error, "Inbox '{Endpoint}': the database doesn't answer. It is asked again.")]
    public static partial void InboxUnavailable(ILogger logger, Exception exception, string endpoint);

    [LoggerMessage(9006, LogLevel.Error, "Inbox '{Endpoint}': what became of event '{EventId}' couldn't be written down. It is taken again when its lease is over.")]
    public static partial void EventNotEnded(ILogger logger, Exception exception, string endpoint, string? eventId);

    [LoggerMessage(9010, LogLevel.Error, "Outbox: the database doesn't answer. It is asked again.")]
    public static partial void OutboxUnavailable(ILogger logger, Exception exception);

    [LoggerMessage(9011, LogLevel.Error, "Outbox: what became of event '{EventId}' for {Subscription} couldn't be written down. It is sent again when its lease is over.")]
    public static partial void DeliveryNotEnded(ILogger logger, Exception exception, string eventId, string subscription);

    [LoggerMessage(9012, LogLevel.Error, "Outbox: nothing can be signed for {Subscription}: the protection key with which its secret was sealed, or its scheme, isn't configured. It is tried again every minute.")]
    public static partial void SecretNotOpened(ILogger logger, string subscription);

    [LoggerMessage(9013, LogLevel.Warning, "Outbox: {Subscription} is disabled ({Reason}), and what waited for it is dead letters.")]
    public static partial void SubscriptionDisabled(ILogger logger, string subscription, string? reason);

    [LoggerMessage(9015, LogLevel.Error, "Outbox: event '{EventId}' can't be sent to {Subscription}, and is a dead letter. Its id or its content type can't be expressed.")]
    public static partial void EventUnsendable(ILogger logger, Exception exception, string eventId, string subscription);

    [LoggerMessage(9014, LogLevel.Error, "Outbox: OnDisabled failed for {Subscription}.")]
    public static partial void OnDisabledFailed(ILogger logger, Exception exception, string subscription);
}
