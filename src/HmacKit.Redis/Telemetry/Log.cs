using Microsoft.Extensions.Logging;

namespace HmacKit.Redis;

/// <summary>All that this package logs. No message ever has a secret or a connection string in it.</summary>
internal static partial class Log
{
    [LoggerMessage(5101, LogLevel.Warning, "Other machines couldn't be told that a key has changed. They are told once Redis is back; until then they may go by what they remember.")]
    public static partial void ChangeNotAnnounced(ILogger logger, Exception exception);
}
