using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit.Abstractions;

[assembly: TestFramework("HmacKit.Webhooks.Tests.Databases.DatabaseTestFramework", "HmacKit.Webhooks.Tests")]

namespace HmacKit.Webhooks.Tests.Databases;

/// <summary>The tests that share the server.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresTests : ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL";
}

/// <summary>Leaves out the tests that share a PostgreSQL where it isn't installed.</summary>
internal sealed class DatabaseTestFramework(IMessageSink messages) : InstalledTestFramework(messages)
{
    protected override string? Missing(ITestClass testClass) =>
        testClass.TestCollection.DisplayName == PostgresTests.Name && !PostgresServer.IsInstalled ? "PostgreSQL" : null;
}

/// <summary>A database of a test's own.</summary>
public abstract class TestDatabase
{
    private readonly List<DbDataSource> _sources = [];
    private DbDataSource? _own;

    public abstract string Prefix { get; }

    /// <summary>The database as another process sees it.</summary>
    public WebhookDatabase Open()
    {
        (WebhookDatabase database, DbDataSource source) = Connect();
        _sources.Add(source);
        return database;
    }

    public async Task<DbConnection> ConnectionAsync()
    {
        if (_own is null)
        {
            (_, _own) = Connect();
            _sources.Add(_own);
        }

        return await _own.OpenConnectionAsync();
    }

    /// <summary>Runs SQL and gives the first value. <c>{p}</c> stands before the names of tables.</summary>
    public async Task<object?> RunAsync(string sql)
    {
        await using DbConnection connection = await ConnectionAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql.Replace("{p}", Prefix, StringComparison.Ordinal);
        return await command.ExecuteScalarAsync();
    }

    public virtual async Task DisposeAsync()
    {
        foreach (DbDataSource source in _sources)
        {
            await source.DisposeAsync();
        }
    }

    protected abstract (WebhookDatabase Database, DbDataSource Source) Connect();
}

public sealed class SqliteTestDatabase : TestDatabase
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hmackit-webhooks-");

    public override string Prefix => "hmackit_";

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    protected override (WebhookDatabase Database, DbDataSource Source) Connect()
    {
        DbDataSource source = SqliteFactory.Instance.CreateDataSource($"Data Source={Path.Combine(_folder.FullName, "app.db")};Default Timeout=30");
        return (WebhookDatabase.Sqlite(source), source);
    }
}

public sealed class PostgresTestDatabase(PostgresServer server) : TestDatabase
{
    private readonly string _schema = "test_" + RandomNumberGenerator.GetHexString(12, lowercase: true);

    public override string Prefix => _schema + ".";

    protected override (WebhookDatabase Database, DbDataSource Source) Connect()
    {
        NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString + ";Maximum Pool Size=15");
        return (WebhookDatabase.Postgres(source, _schema), source);
    }
}
