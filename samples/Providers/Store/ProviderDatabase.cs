using System.Data.Common;
using HmacKit.Webhooks;
using Microsoft.Data.Sqlite;

namespace Providers.Store;

/// <summary>The SQLite file of the five providers: the one of the settings, or a temporary one that goes with the process.</summary>
internal sealed class ProviderDatabase : IDisposable
{
    private readonly string _path;
    private readonly bool _isTemporary;
    private readonly string _connectionString;
    private readonly DbDataSource _source;

    public ProviderDatabase(string? path)
    {
        _isTemporary = string.IsNullOrEmpty(path);
        _path = _isTemporary ? Path.Combine(Directory.CreateTempSubdirectory("hmackit-providers-").FullName, "providers.db") : path!;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = _path, ForeignKeys = true }.ToString();
        _source = SqliteFactory.Instance.CreateDataSource(_connectionString);
        Webhooks = WebhookDatabase.Sqlite(_source);
        OwnersFile.Create(_path);
        using SqliteConnection connection = Open();
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.Execute(EmbeddedText.Read("schema.sql"));
        connection.Execute(EmbeddedText.Read("sample-data.sql"));
    }

    /// <summary>The same file for the outbox: an event is enqueued in the transaction of what it tells of.</summary>
    public WebhookDatabase Webhooks { get; }

    /// <summary>The path of another file, which is kept as long as this one is.</summary>
    public string PathBeside(string suffix) => _path + suffix;

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
        _source.Dispose();
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
