using System.Data.Common;

namespace HmacKit.Webhooks;

/// <summary>SQLite, from 3.35 on.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    public override string Prefix => "hmackit_";

    public override bool HasOneWriter => true;

    public override int MaxSenders => 1;

    public override string Settings => "PRAGMA busy_timeout = 10000; PRAGMA synchronous = FULL;";

    public override string TextsOf(string parameter) => $"SELECT value FROM json_each({parameter})";

    public override string NumbersOf(string parameter) => TextsOf(parameter);

    public override async Task PrepareAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await connection.RunAsync("PRAGMA journal_mode = WAL", cancellationToken).ConfigureAwait(false);
        await using DbTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await transaction.RunAsync(Script("sqlite.sql"), cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
