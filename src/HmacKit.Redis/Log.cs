using Microsoft.Extensions.Logging;

namespace HmacKit.Redis;

/// <summary>All that this package logs. No message ever has a secret or a connection string in it.</summary>
internal static partial class Log
{
    /// <summary>The category of all of it.</summary>
    public const string Category = "HmacKit.Redis";

    [LoggerMessage(5001, LogLevel.Information, "Redis is as it should be.")]
    public static partial void StartedHealthy(ILogger logger);

    [LoggerMessage(5002, LogLevel.Warning, "Redis isn't as it should be: {Description}")]
    public static partial void StartedDegraded(ILogger logger, string? description);

    [LoggerMessage(5003, LogLevel.Error, "Redis can't be used, and what needs it is refused until it can: {Description}")]
    public static partial void StartedUnhealthy(ILogger logger, string? description);

    [LoggerMessage(5101, LogLevel.Warning, "Other machines couldn't be told that a key has changed. They are told once Redis is back; until then they may go by what they remember.")]
    public static partial void ChangeNotAnnounced(ILogger logger, Exception exception);

    [LoggerMessage(5102, LogLevel.Warning, "Changes of keys on other machines can't be heard. Until they can, keys are remembered for a second only.")]
    public static partial void ChangesNotHeard(ILogger logger);
}
