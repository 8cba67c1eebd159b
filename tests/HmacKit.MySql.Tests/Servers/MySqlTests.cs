using MySqlConnector;
using Xunit.Abstractions;

[assembly: TestFramework("HmacKit.MySql.Tests.Servers.MySqlTestFramework", "HmacKit.MySql.Tests")]

namespace HmacKit.MySql.Tests.Servers;

/// <summary>The tests that share the server. They run one after another, since one of them kills it.</summary>
[CollectionDefinition(Name)]
public sealed class MySqlTests : ICollectionFixture<MySqlServer>
{
    public const string Name = "MySQL";
}

/// <summary>Leaves out the tests that share a MariaDB where it isn't installed.</summary>
internal sealed class MySqlTestFramework(IMessageSink messages) : InstalledTestFramework(messages)
{
    protected override string? Missing(ITestClass testClass) => testClass.TestCollection.DisplayName == MySqlTests.Name && !MySqlServer.IsInstalled ? "MariaDB" : null;
}

/// <summary>Tables of a test's own.</summary>
internal sealed class TestTables : IAsyncDisposable
{
    private TestTables(MySqlServer server) => DataSource = new MySqlDataSource(server.ConnectionString);

    public MySqlDataSource DataSource { get; }

    public string Prefix { get; } = MySqlServer.NewPrefix();

    public static async Task<TestTables> CreateAsync(MySqlServer server)
    {
        var tables = new TestTables(server);
        await MySqlSchema.MigrateAsync(tables.DataSource, tables.Prefix);
        return tables;
    }

    public MySqlOptions Options(TimeProvider? time = null) => new() { TablePrefix = Prefix, TimeProvider = time ?? TimeProvider.System };

    /// <summary>Runs SQL, in which <c>{prefix}</c> stands for the tables' prefix, and gives the first value.</summary>
    public async Task<object?> RunAsync(string sql)
    {
        await using System.Data.Common.DbCommand command = DataSource.CreateCommand(sql.Replace("{prefix}", Prefix, StringComparison.Ordinal));
        return await command.ExecuteScalarAsync();
    }

    public ValueTask DisposeAsync() => DataSource.DisposeAsync();
}
