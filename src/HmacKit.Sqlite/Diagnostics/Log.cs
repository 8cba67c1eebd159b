using Microsoft.Extensions.Logging;

namespace HmacKit.Sqlite;

/// <summary>All that this package logs. No message ever has a secret in it.</summary>
internal static partial class Log
{
    /// <summary>The category of what has no type of its own.</summary>
    public const string Category = "HmacKit.Sqlite";

    [LoggerMessage(5001, LogLevel.Warning, "Whether credentials in '{Path}' were changed can't be seen, so nothing is remembered of them until it can.")]
    public static partial void ChangesNotSeen(ILogger logger, Exception exception, string path);

    [LoggerMessage(5010, LogLevel.Warning, "Token buckets are in this process's memory: each process has budgets of its own, which are full again after a restart. A file keeps none: use Redis for them, or divide the limits by the number of processes.")]
    public static partial void BudgetsPerProcess(ILogger logger);
}
