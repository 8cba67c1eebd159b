using Microsoft.Extensions.Logging;

namespace HmacKit;

/// <summary>All that this package logs. No message ever has a secret in it.</summary>
internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Warning, "Expired replay claims in schema '{Schema}' couldn't be forgotten; it is tried again in a minute. Something such as a dump may be reading them.")]
    public static partial void NotForgotten(ILogger logger, Exception exception, string schema);

    [LoggerMessage(4002, LogLevel.Warning, "The connection that listens for changed credentials in schema '{Schema}' is lost. All remembered ones were forgotten; connecting again.")]
    public static partial void ListenerLost(ILogger logger, Exception exception, string schema);

    [LoggerMessage(4003, LogLevel.Information, "Listening for changed credentials in schema '{Schema}'.")]
    public static partial void Listening(ILogger logger, string schema);
}
