using System.Security.Cryptography;
using Npgsql;

namespace HmacKit.Postgres.Tests.Servers;

/// <summary>The tests that share the server. They run one after another, since some of them kill it.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresTests : ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL";

    /// <summary>The name of a schema that isn't there yet.</summary>
    public static string NewSchemaName() => "test_" + RandomNumberGenerator.GetHexString(12, lowercase: true);
}

/// <summary>A schema of a test's own, with a data source for it.</summary>
internal sealed class TestSchema : IAsyncDisposable
{
    private TestSchema(NpgsqlDataSource dataSource, string name)
    {
        DataSource = dataSource;
        Name = name;
    }

    public NpgsqlDataSource DataSource { get; }

    public string Name { get; }

    public static async Task<TestSchema> CreateAsync(PostgresServer server, string? settings = null)
    {
        var schema = new TestSchema(NpgsqlDataSource.Create($"{server.ConnectionString};{settings}"), PostgresTests.NewSchemaName());
        await PostgresSchema.MigrateAsync(schema.DataSource, schema.Name);
        return schema;
    }

    public PostgresOptions Options(TimeProvider? time = null) => new() { Schema = Name, TimeProvider = time ?? TimeProvider.System };

    /// <summary>Runs SQL, in which <c>{schema}</c> stands for the schema's name, and gives the first value.</summary>
    public async Task<object?> RunAsync(string sql)
    {
        await using NpgsqlCommand command = DataSource.CreateCommand(sql.Replace("{schema}", Name, StringComparison.Ordinal));
        return await command.ExecuteScalarAsync();
    }

    public ValueTask DisposeAsync() => DataSource.DisposeAsync();
}
