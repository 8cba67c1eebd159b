using Microsoft.Data.Sqlite;

namespace HmacKit.Sqlite;

/// <summary>Writes to the file and looks whether it got there.</summary>
internal sealed class SqliteHealthCheck(SqliteFile file, SqliteOptions options, GuardedReplayStore replay) : StoreHealthCheck
{
    // SQLite's own numbers: https://sqlite.org/rescode.html
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;

    public override string Name => "sqlite";

    protected override ValueTask<StoreHealth> CheckCoreAsync(CancellationToken cancellationToken)
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
            return new(written != 1 ? StoreHealth.Unhealthy($"The file '{file.Path}' has lost its state. Restore it, or name a new one.")
                : replay.State != StoreState.Available ? StoreHealth.Degraded($"The file '{file.Path}' can be written again, and will be used within {options.Outages.BreakDuration}.")
                : StoreHealth.Healthy());
        }
        catch (SqliteException exception)
        {
            return new(StoreHealth.Unhealthy($"The file '{file.Path}' can't be written ({exception.Message}). {Advice(exception.SqliteErrorCode)}"));
        }
    }

    private string Advice(int error) => error switch
    {
        Busy => $"Another process has been writing for {options.BusyTimeout.TotalSeconds} s.",
        ReadOnly => "Let this process write to the file and to its folder.",
        Corrupt => "Restore it from a copy, or name a new one; don't copy a file that is in use, and don't put it on a network share.",
        Full => "Make room on the disk.",
        _ => "Name a file that is HmacKit's own, in a folder that this process may write to.",
    };
}
