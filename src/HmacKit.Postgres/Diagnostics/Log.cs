using Microsoft.Extensions.Logging;

namespace HmacKit.Postgres;

/// <summary>All that this package logs. No message ever has a secret in it.</summary>
internal static partial class Log
{
    /// <summary>The category of what has no type of its own.</summary>
    public const string Category = "HmacKit.Postgres";

    [LoggerMessage(4001, LogLevel.Warning, "Expired replay claims in schema '{Schema}' couldn't be forgotten; it is tried again in a minute. Something such as a dump may be reading them.")]
    public static partial void NotForgotten(ILogger logger, Exception exception, string schema);

    [LoggerMessage(4002, LogLevel.Warning, "The connection that listens for changed credentials in schema '{Schema}' is lost. All remembered ones were forgotten; connecting again.")]
    public static partial void ListenerLost(ILogger logger, Exception exception, string schema);

    [LoggerMessage(4003, LogLevel.Information, "Listening for changed credentials in schema '{Schema}'.")]
    public static partial void Listening(ILogger logger, string schema);

    [LoggerMessage(4010, LogLevel.Information, "PostgreSQL answers and keeps what it's given, in schema '{Schema}'.")]
    public static partial void StartedHealthy(ILogger logger, string schema);

    [LoggerMessage(4011, LogLevel.Warning, "PostgreSQL isn't as it should be: {Problem}")]
    public static partial void StartedDegraded(ILogger logger, string? problem);

    [LoggerMessage(4012, LogLevel.Error, "PostgreSQL can't be used, so what needs it is refused until it can: {Problem}")]
    public static partial void StartedUnhealthy(ILogger logger, string? problem);

    [LoggerMessage(4013, LogLevel.Warning, "Token buckets are in this process's memory, so each machine has budgets of its own. PostgreSQL keeps none: use Redis for them, or divide the limits by the number of machines.")]
    public static partial void BudgetsPerMachine(ILogger logger);
}
