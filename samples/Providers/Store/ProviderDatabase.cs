using System.Data.Common;
using HmacKit.Webhooks;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Providers.Store;

/// <summary>The SQLite file of the five providers: the one of the settings, or a temporary one that goes with the process.</summary>
internal sealed class ProviderDatabase : IDisposable
{
    private readonly string _path;
    private readonly bool _isTemporary;
    private readonly string _connectionString;
    private readonly DbDataSource _events;

    /// <param name="path">The file; null or empty for a temporary one.</param>
    /// <param name="postgres">The PostgreSQL that several hosts share; null for none.</param>
    public ProviderDatabase(string? path, string? postgres)
    {
        _isTemporary = string.IsNullOrEmpty(path);
        _path = _isTemporary ? Path.Combine(Directory.CreateTempSubdirectory("hmackit-providers-").FullName, "providers.db") : path!;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = _path, ForeignKeys = true }.ToString();
        _events = postgres is null ? SqliteFactory.Instance.CreateDataSource(_connectionString) : NpgsqlDataSource.Create(postgres);
        Webhooks = postgres is null ? WebhookDatabase.Sqlite(_events) : WebhookDatabase.Postgres(_events);
        OwnersFile.Create(_path);
        using SqliteConnection connection = Open();
        connection.Execute("PRAGMA journal_mode = WAL");
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        bool isNew = connection.Query("SELECT 1 FROM sqlite_schema WHERE name = 'onering_users'", static _ => true).Count == 0;
        connection.Execute(EmbeddedText.Read("schema.sql"));
        if (isNew)
        {
            // Once: what somebody deletes doesn't come back with the next start.
            connection.Execute(EmbeddedText.Read("sample-data.sql"));
        }

        transaction.Commit();
    }

    /// <summary>Where the outbox is: in the same file, or in the PostgreSQL that the hosts share.</summary>
    public WebhookDatabase Webhooks { get; }

    /// <summary>The path of another file, which is kept as long as this one is.</summary>
    public string PathBeside(string suffix) => _path + suffix;

    /// <summary>A connection to where the outbox is: an event is enqueued in the transaction of what it tells of.</summary>
    public ValueTask<DbConnection> OpenEventsAsync(CancellationToken cancellationToken) => _events.OpenConnectionAsync(cancellationToken);

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }

    /// <summary>
    /// Reads and writes in one transaction, which is the only writer from its first statement on: what it read is still so
    /// when it writes. It is undone if <paramref name="change"/> throws.
    /// </summary>
    public T Change<T>(Func<SqliteConnection, T> change)
    {
        using SqliteConnection connection = Open();
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        T result = change(connection);
        transaction.Commit();
        return result;
    }

    public void Dispose()
    {
        _events.Dispose();
        using (SqliteConnection connection = new(_connectionString))
        {
            SqliteConnection.ClearPool(connection);
        }

        if (_isTemporary)
        {
            Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
        }
    }
}
