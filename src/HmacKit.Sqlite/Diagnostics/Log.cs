using Microsoft.Extensions.Logging;

namespace HmacKit;

/// <summary>All that this package logs. No message ever has a secret in it.</summary>
internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Warning, "Whether credentials in '{Path}' were changed can't be seen, so nothing is remembered of them until it can.")]
    public static partial void ChangesNotSeen(ILogger logger, Exception exception, string path);
}
