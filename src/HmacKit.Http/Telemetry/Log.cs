using System.Net;
using Microsoft.Extensions.Logging;

namespace HmacKit.Http;

/// <summary>All log entries of the package. None has a secret, a signature, a query or a body: only origins.</summary>
internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Warning, "A {Status} of {From} leads to {To}, another origin. It wasn't followed: nothing is signed or authenticated for a place that a response names.")]
    public static partial void RedirectLeavesOrigin(ILogger logger, HttpStatusCode status, string from, string to);

    [LoggerMessage(3002, LogLevel.Warning, "{Origin} redirected more than {Max} times; the last redirect wasn't followed.")]
    public static partial void TooManyRedirects(ILogger logger, string origin, int max);

    [LoggerMessage(3003, LogLevel.Warning, "The clock of {Origin} differs from this one by {Difference}: requests to it are signed with its time from now on. Set this machine's clock.")]
    public static partial void ClockCorrected(ILogger logger, string origin, TimeSpan difference);

    [LoggerMessage(3004, LogLevel.Error, "The clock of {Origin} differs from this one by {Difference}, which is more than the {Max} that may be corrected.")]
    public static partial void ClockTooFarAway(ILogger logger, string origin, TimeSpan difference, TimeSpan max);

    [LoggerMessage(3005, LogLevel.Warning, "The time of {Origin} wasn't asked for: over plain HTTP anybody on the way could answer.")]
    public static partial void ClockNotTrusted(ILogger logger, string origin);

    [LoggerMessage(3006, LogLevel.Warning, "The time of {Origin} couldn't be read: {Reason}")]
    public static partial void ClockUnreadable(ILogger logger, string origin, string reason);

    [LoggerMessage(3007, LogLevel.Information, "{Origin} answered {Status}; attempt {Attempt} of {MaxAttempts} follows in {Wait}.")]
    public static partial void Waiting(ILogger logger, string origin, HttpStatusCode status, int attempt, int maxAttempts, TimeSpan wait);

    [LoggerMessage(3008, LogLevel.Warning, "{Origin} answered {Status} and asks for a wait of {Wait}, which is more than the {Left} that are left of the longest wait. The answer is handed on.")]
    public static partial void WaitTooLong(ILogger logger, string origin, HttpStatusCode status, TimeSpan wait, TimeSpan left);

    [LoggerMessage(3009, LogLevel.Warning, "Webhook {Id} to {Origin}: attempt {Attempt} got {Answer}; the next one follows in {Delay}.")]
    public static partial void WebhookFailed(ILogger logger, string origin, string? id, int attempt, string answer, TimeSpan delay);

    [LoggerMessage(3010, LogLevel.Error, "Webhook {Id} to {Origin} is a dead letter: attempt {Attempt}, the last one, got {Answer}.")]
    public static partial void WebhookDeadLettered(ILogger logger, string origin, string? id, int attempt, string answer);

    [LoggerMessage(3011, LogLevel.Warning, "Webhook {Id} to {Origin} was refused with {StatusCode}, so it isn't sent again.")]
    public static partial void WebhookRefused(ILogger logger, string origin, string? id, int statusCode);

    [LoggerMessage(3014, LogLevel.Error, "No access token came from {Origin}: {Reason}")]
    public static partial void NoAccessToken(ILogger logger, string origin, string reason);

    [LoggerMessage(3013, LogLevel.Warning, "Webhook {Id} to {Origin} got 410 Gone: the receiver wants no more. End its subscription.")]
    public static partial void WebhookGone(ILogger logger, string origin, string? id);

    [LoggerMessage(3012, LogLevel.Warning, "Webhook {Id} to {Origin} wasn't sent: the target isn't https, or its address isn't public.")]
    public static partial void WebhookTargetForbidden(ILogger logger, string origin, string? id);
}
