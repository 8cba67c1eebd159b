using System.Data.Common;
using System.Security.Cryptography;
using Npgsql;

namespace HmacKit.Webhooks.Tests.Databases;

/// <summary>A PostgreSQL whose disk for tables has four MiB.</summary>
public sealed class SmallDisk : IAsyncLifetime
{
    private readonly SmallDiskServer _disk = new();

    /// <summary>Whether there is one here: it takes root.</summary>
    public bool IsPossible => _disk.IsPossible;

    public async Task InitializeAsync()
    {
        await _disk.InitializeAsync();
        if (IsPossible)
        {
            await using NpgsqlDataSource source = NpgsqlDataSource.Create(_disk.Server.ConnectionString);
            await using NpgsqlCommand command = source.CreateCommand(_disk.CreateTablespace);
            await command.ExecuteNonQueryAsync();
        }
    }

    public Task ResizeAsync(int mebibytes) => _disk.ResizeAsync(mebibytes);

    public Task DisposeAsync() => _disk.DisposeAsync();

    /// <summary>A database on it, with a schema of its own.</summary>
    public TestDatabase CreateDatabase() => new OnSmallDisk(_disk.Server.ConnectionString);

    private sealed class OnSmallDisk(string connectionString) : TestDatabase
    {
        private readonly string _schema = "test_" + RandomNumberGenerator.GetHexString(12, lowercase: true);

        public override string Prefix => _schema + ".";

        protected override (WebhookDatabase Database, DbDataSource Source) Connect()
        {
            NpgsqlDataSource source = NpgsqlDataSource.Create($"{connectionString};Maximum Pool Size=15;{SmallDiskServer.Settings}");
            return (WebhookDatabase.Postgres(source, _schema), source);
        }
    }
}
