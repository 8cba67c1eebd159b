using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HmacKit.Sqlite;

/// <summary>Writes to the file and looks whether it got there.</summary>
internal static class SqliteHealth
{
    // SQLite's own numbers: https://sqlite.org/rescode.html
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;

    /// <summary>How the file is.</summary>
    /// <exception cref="InvalidOperationException">A fault that won't go away by itself.</exception>
    public static HealthCheckResult Find(SqliteFile file)
    {
        try
        {
            using SqliteConnection connection = file.Open();
            using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
            using SqliteCommand write = connection.CreateCommand();
            write.Transaction = transaction;
            write.CommandText = "UPDATE state SET horizon = horizon";
            int written = write.ExecuteNonQuery();
            transaction.Commit();
            return written == 1 ? HealthCheckResult.Healthy()
                : throw new InvalidOperationException($"The file '{file.Path}' has lost its state. Restore it, or name a new one.");
        }
        catch (SqliteException exception)
        {
            string description = $"The file '{file.Path}' can't be written ({exception.Message}). {Advice(exception.SqliteErrorCode, file)}";
            return exception.SqliteErrorCode == Busy ? HealthCheckResult.Unhealthy(description) : throw new InvalidOperationException(description, exception);
        }
    }

    private static string Advice(int error, SqliteFile file) => error switch
    {
        Busy => $"Another process has been writing for {file.BusyTimeout.TotalSeconds} s.",
        ReadOnly => "Let this process write to the file and to its folder.",
        Corrupt => "Restore it from a copy, or name a new one; don't copy a file that is in use, and don't put it on a network share.",
        Full => "Make room on the disk.",
        _ => "Name a file that is HmacKit's own, in a folder that this process may write to.",
    };
}
