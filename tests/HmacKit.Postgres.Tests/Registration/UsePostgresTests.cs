using HmacKit.Postgres.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HmacKit.Postgres.Tests.Registration;

[Collection(PostgresTests.Name)]
public sealed class UsePostgresTests(PostgresServer server)
{
    private readonly string _schema = PostgresTests.NewSchemaName();

    [Fact]
    public async Task Two_hosts_share_nonces_and_keys()
    {
        using IHost one = await StartAsync();
        using IHost two = await StartAsync();
        IssuedCredential issued = await one.Services.GetRequiredKeyedService<HmacCredentialIssuer>("theone").IssueAsync(new() { Owner = "somebody" });
        KeyRing ring = (await two.Services.GetRequiredKeyedService<IKeySource>("theone").FindAsync(issued.KeyId))!;
        var headers = new RequestSigner(SchemeCatalog.TheOne, ring).Sign(new RawRequest("GET", "/keys", []));
        var request = new RawRequest("GET", "/keys", headers);
        RequestVerifier[] verifiers = [one.Services.GetRequiredKeyedService<RequestVerifier>("theone"), two.Services.GetRequiredKeyedService<RequestVerifier>("theone")];
        VerificationStatus[] statuses = await Task.WhenAll(verifiers.Select(async verifier => (await verifier.VerifyAsync(request)).Status));
        Assert.Equal([VerificationStatus.Valid, VerificationStatus.Replayed], statuses.Order());

        await one.Services.GetRequiredKeyedService<HmacCredentialIssuer>("theone").RevokeAsync(issued.KeyId);
        for (int i = 0; i < 3000 && (await two.Services.GetRequiredKeyedService<IKeySource>("theone").FindAsync(issued.KeyId))!.IsDisabled is false; i++)
        {
            await Task.Delay(10);
        }

        Assert.True((await two.Services.GetRequiredKeyedService<IKeySource>("theone").FindAsync(issued.KeyId))!.IsDisabled);
    }

    [Fact]
    public async Task The_health_check_says_what_the_test_server_trades_for_speed()
    {
        using IHost host = await StartAsync();
        HealthCheckResult health = await host.Services.CheckStoresAsync();
        Assert.Equal(("postgres", HealthStatus.Degraded), (host.Services.GetRequiredService<SharedStores>().Name, health.Status));
        Assert.Contains("'fsync'", health.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_healthy_while_all_is_well()
    {
        await using NpgsqlDataSource admin = NpgsqlDataSource.Create(server.ConnectionString);
        using IHost host = await StartAsync();
        await RunAsync(admin, "ALTER SYSTEM SET fsync = on; SELECT pg_reload_conf()");
        try
        {
            HealthCheckResult health = default;
            for (int i = 0; i < 3000 && health.Status != HealthStatus.Healthy; i++)
            {
                await Task.Delay(10);
                health = await host.Services.CheckStoresAsync();
            }

            Assert.Equal(HealthStatus.Healthy, health.Status);
        }
        finally
        {
            await RunAsync(admin, "ALTER SYSTEM RESET fsync; SELECT pg_reload_conf()");
        }
    }

    [Fact]
    public async Task A_host_without_the_schema_does_not_start_unless_it_may_make_it()
    {
        var stopped = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(options => options.MigrateAtStart = false));
        Assert.Contains($"PostgresSchema.GetSql(\"{_schema}\")", stopped.Message, StringComparison.Ordinal);
        (await StartAsync()).Dispose();
        (await StartAsync(options => options.MigrateAtStart = false)).Dispose();
    }

    [Theory]
    [InlineData("Database=postgres", "Database=nowhere", "Check Database of the connection string")]
    [InlineData("Username=postgres", "Username=nobody", "Check Username and Password of the connection string")]
    [InlineData("Database=postgres", "Database=postgres;Options=-c default_transaction_isolation=serializable", "default_transaction_isolation")]
    [InlineData("Database=postgres", "Database=postgres;Options=-c default_transaction_read_only=on", "default_transaction_read_only")]
    public async Task A_connection_that_will_never_do_stops_the_host_and_names_the_setting(string setting, string wrong, string named)
    {
        await using NpgsqlDataSource admin = NpgsqlDataSource.Create(server.ConnectionString);
        await PostgresSchema.MigrateAsync(admin, _schema);
        var stopped = await Assert.ThrowsAsync<OptionsValidationException>(
            () => StartAsync(connectionString: server.ConnectionString.Replace(setting, wrong, StringComparison.Ordinal)));
        Assert.StartsWith("UsePostgres: ", stopped.Message, StringComparison.Ordinal);
        Assert.Contains(named, stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_away_does_not_stop_the_host_and_what_needs_it_is_refused_until_it_is_back()
    {
        server.Kill();
        using IHost host = await StartAsync();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        var store = host.Services.GetRequiredService<IReplayStore>();
        Assert.Equal(ReplayOutcome.Unavailable, await store.TryAddAsync(new ReplayClaim("scheme", "key", "nonce", now, now.AddMinutes(10))));
        HealthCheckResult health = await host.Services.CheckStoresAsync();
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("Host, Port", health.Description, StringComparison.Ordinal);

        await server.StartAsync();
        ReplayOutcome outcome = ReplayOutcome.Unavailable;
        for (int i = 0; i < 600 && outcome == ReplayOutcome.Unavailable; i++)
        {
            // Its schema is made, too, without anybody's doing.
            await Task.Delay(100);
            outcome = await store.TryAddAsync(new ReplayClaim("scheme", "key", $"nonce-{i}", now, now.AddMinutes(10)));
        }

        Assert.Equal(ReplayOutcome.Added, outcome);
    }

    [Theory]
    [InlineData("Hots=db;Password=s3cret", "Hots")]
    [InlineData("Port=x;Password=s3cret", "Port")]
    [InlineData("Username=me;Password=s3cret", "names no host")]
    [InlineData("", "names no host")]
    [InlineData("Host=db;Password=ab;s3cret=1", "in quotes")]
    [InlineData("Host=db;pwd=ab;s3cret", "in quotes")]
    [InlineData("Password=ab;s3cret=1;Host=db", "names no host")]
    public void A_connection_string_that_cannot_be_read_is_refused_at_once_without_its_password(string connectionString, string named)
    {
        var refused = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddHmacKit(hmac => hmac.UsePostgres(connectionString)));
        Assert.StartsWith("The PostgreSQL connection string can't be read.", refused.Message, StringComparison.Ordinal);
        Assert.Contains(named, refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("s3cret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_can_be_used_once() => Assert.Throws<InvalidOperationException>(
        () => new ServiceCollection().AddHmacKit(hmac => hmac.UsePostgres("Host=a").UsePostgres("Host=b")));

    [Fact]
    public async Task A_wrong_schema_name_stops_the_host_and_names_the_setting()
    {
        var stopped = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(options => options.Schema = "No Name"));
        Assert.Contains("PostgresOptions.Schema", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Budgets_that_are_each_machines_own_are_said_in_the_log()
    {
        var log = new List<string>();
        using IHost host = await StartAsync(limits: true, log: log);
        Assert.Contains(log, line => line.StartsWith("Token buckets are in this process's memory", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_data_source_of_the_users_own_outlives_the_host()
    {
        await using NpgsqlDataSource own = NpgsqlDataSource.Create(server.ConnectionString);
        await RunAsync(own, "SELECT 1");
        var services = new ServiceCollection().AddLogging().AddHmacKit(hmac => hmac.UsePostgres(own, options => options.Schema = _schema));
        await using (ServiceProvider provider = services.BuildServiceProvider())
        {
            provider.GetRequiredService<IReplayStore>();
            provider.GetRequiredService<CredentialStore>();
        }

        await RunAsync(own, "SELECT 1");
    }

    [Fact]
    public void The_defaults_are_those_of_the_documentation()
    {
        var options = new PostgresOptions();
        Assert.Equal(("hmackit", true, 100_000), (options.Schema, options.MigrateAtStart, options.ReplayCacheCapacity));
        Assert.Equal((TimeSpan.FromMilliseconds(250), OutagePolicy.FailClosed), (options.Outages.Timeout, options.Outages.Policy));
        Assert.Equal(StoreRoles.Replay | StoreRoles.Credentials, options.Keeps);
    }

    private static async Task RunAsync(NpgsqlDataSource dataSource, string sql)
    {
        foreach (string statement in sql.Split(';'))
        {
            await using NpgsqlCommand command = dataSource.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }

    private async Task<IHost> StartAsync(Action<PostgresOptions>? configure = null, string? connectionString = null, bool limits = false, List<string>? log = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["HmacKit:SecretProtection:Current"] = "1",
            ["HmacKit:SecretProtection:Keys:1:Secret"] = Convert.ToBase64String(new byte[32]),
        });
        if (log is not null)
        {
            builder.Logging.AddProvider(new LogList(log));
        }

        builder.Services.AddHmacKit(builder.Configuration.GetSection("HmacKit"), hmac =>
        {
            hmac.AddScheme(SchemeCatalog.TheOne).AddCredentials("theone").UsePostgres(connectionString ?? server.ConnectionString, options =>
            {
                options.Schema = _schema;
                options.Outages.Timeout = TimeSpan.FromSeconds(5);
                configure?.Invoke(options);
            });
            if (limits)
            {
                hmac.AddLimits(options => options.Tiers["free"] = [BucketLimit.PerMinute(60)]);
            }
        });
        IHost host = builder.Build();
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    private sealed class LogList(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines)
            {
                lines.Add(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
