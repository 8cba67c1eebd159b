using HmacKit.Postgres.Tests.Servers;
using Npgsql;

namespace HmacKit.Postgres.Tests.Database;

[Collection(PostgresTests.Name)]
public sealed class PostgresSchemaTests(PostgresServer server) : IAsyncLifetime
{
    private readonly string _name = PostgresTests.NewSchemaName();
    private NpgsqlDataSource _dataSource = null!;

    public Task InitializeAsync()
    {
        _dataSource = NpgsqlDataSource.Create(server.ConnectionString);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _dataSource.DisposeAsync();

    [Fact]
    public async Task It_is_made_once_by_any_number_of_machines_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PostgresSchema.MigrateAsync(_dataSource, _name))));
        await PostgresSchema.MigrateAsync(_dataSource, _name);
        Assert.Equal(1L, await RunAsync($"SELECT count(*) FROM {_name}.schema_version"));
        Assert.Equal(PostgresSchema.Version, await RunAsync($"SELECT max(version) FROM {_name}.schema_version"));
    }

    [Fact]
    public async Task The_printed_SQL_makes_it_too_and_can_be_run_again()
    {
        await RunAsync(PostgresSchema.GetSql(_name));
        await RunAsync($"INSERT INTO {_name}.replay_claim VALUES (sha256('a'), 3, 1)");
        await RunAsync(PostgresSchema.GetSql(_name));
        Assert.Equal(1L, await RunAsync($"SELECT count(*) FROM {_name}.replay_claim"));
        await using var store = new PostgresReplayStore(_dataSource, new PostgresOptions { Schema = _name });
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(new ReplayClaim("scheme", "key", "nonce", now, now.AddMinutes(1))));
    }

    [Fact]
    public async Task Two_schemas_in_one_database_know_nothing_of_each_other()
    {
        string other = PostgresTests.NewSchemaName();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        var claim = new ReplayClaim("scheme", "key", "nonce", now, now.AddMinutes(1));
        foreach (string name in (string[])[_name, other])
        {
            await PostgresSchema.MigrateAsync(_dataSource, name);
            await using var store = new PostgresReplayStore(_dataSource, new PostgresOptions { Schema = name });
            Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(claim));
        }
    }

    [Fact]
    public async Task A_newer_version_is_left_alone_and_named()
    {
        await PostgresSchema.MigrateAsync(_dataSource, _name);
        await RunAsync($"INSERT INTO {_name}.schema_version VALUES (1000)");
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => PostgresSchema.MigrateAsync(_dataSource, _name));
        Assert.Equal($"The schema '{_name}' is of version 1000, and this package works with version {PostgresSchema.Version}. Update HmacKit.Postgres, or set PostgresOptions.Schema to another schema.", refused.Message);
    }

    [Fact]
    public async Task A_role_that_may_not_create_is_told_what_to_do()
    {
        await using NpgsqlDataSource poor = await RoleAsync();
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => PostgresSchema.MigrateAsync(poor, _name));
        Assert.Contains($"PostgresSchema.GetSql(\"{_name}\")", refused.Message, StringComparison.Ordinal);
        Assert.Contains("CREATE on the database", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_may_not_use_the_schema_is_told_which_rights_it_needs_and_with_them_it_works()
    {
        await PostgresSchema.MigrateAsync(_dataSource, _name);
        await using NpgsqlDataSource poor = await RoleAsync();
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => PostgresSchema.MigrateAsync(poor, _name));
        Assert.Contains($"GRANT USAGE ON SCHEMA {_name} TO", refused.Message, StringComparison.Ordinal);

        await RunAsync($"GRANT USAGE ON SCHEMA {_name} TO role_{_name}; GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA {_name} TO role_{_name}");
        await PostgresSchema.MigrateAsync(poor, _name);
        var clock = new ManualTimeProvider();
        await using var store = new PostgresReplayStore(poor, new PostgresOptions { Schema = _name, TimeProvider = clock });
        DateTimeOffset now = clock.GetUtcNow();
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(new ReplayClaim("scheme", "key", "nonce", now, now.AddMinutes(1))));
        clock.Advance(TimeSpan.FromHours(1));
        await store.ForgetNowAsync();
        Assert.Equal(0L, await RunAsync($"SELECT count(*) FROM {_name}.replay_claim"));
        var issuer = new ApiKeyIssuer(new PostgresCredentialStore(poor, new PostgresOptions { Schema = _name }));
        IssuedCredential issued = await issuer.IssueAsync(new() { Owner = "somebody" });
        Assert.True(await issuer.RevokeAsync(issued.KeyId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("1st")]
    [InlineData("pg_mine")]
    [InlineData("a b")]
    [InlineData("a\"; DROP SCHEMA public; --")]
    [InlineData("a-b")]
    [InlineData("\u00FC")]
    [InlineData("a23456789012345678901234567890123456789012345678x")]
    public void A_name_that_is_none_is_refused_with_the_setting(string name)
    {
        var refused = Assert.Throws<ArgumentException>(() => PostgresSchema.GetSql(name));
        Assert.StartsWith("Set PostgresOptions.Schema to 1 to 48 lower-case letters", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new PostgresReplayStore(_dataSource, new PostgresOptions { Schema = name }));
        Assert.Throws<ArgumentException>(() => new PostgresCredentialStore(_dataSource, new PostgresOptions { Schema = name }));
    }

    private async Task<NpgsqlDataSource> RoleAsync()
    {
        await RunAsync($"CREATE ROLE role_{_name} LOGIN");
        return NpgsqlDataSource.Create(server.ConnectionString.Replace("Username=postgres", $"Username=role_{_name}", StringComparison.Ordinal));
    }

    private async Task<object?> RunAsync(string sql)
    {
        await using NpgsqlCommand command = _dataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
