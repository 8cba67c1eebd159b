using HmacKit.MySql.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HmacKit.MySql.Tests.Registration;

[Collection(MySqlTests.Name)]
public sealed class UseMySqlTests(MySqlServer server)
{
    private readonly string _prefix = MySqlServer.NewPrefix();

    [Fact]
    public async Task Two_hosts_share_nonces_and_keys_and_are_healthy()
    {
        using IHost one = await StartAsync();
        using IHost two = await StartAsync();
        IssuedCredential issued = await one.Services.GetRequiredKeyedService<HmacCredentialIssuer>("theone").IssueAsync(new() { Owner = "somebody" });
        KeyRing ring = (await two.Services.GetRequiredKeyedService<IKeySource>("theone").FindAsync(issued.KeyId))!;
        var request = new RawRequest("GET", "/keys", new RequestSigner(SchemeCatalog.TheOne, ring).Sign(new RawRequest("GET", "/keys", [])));
        RequestVerifier[] verifiers = [one.Services.GetRequiredKeyedService<RequestVerifier>("theone"), two.Services.GetRequiredKeyedService<RequestVerifier>("theone")];
        VerificationStatus[] statuses = await Task.WhenAll(verifiers.Select(async verifier => (await verifier.VerifyAsync(request)).Status));
        Assert.Equal([VerificationStatus.Valid, VerificationStatus.Replayed], statuses.Order());

        // The first question for changed keys may still be under way.
        HealthCheckResult health = await one.Services.CheckStoresAsync();
        for (int i = 0; i < 500 && health.Status != HealthStatus.Healthy; i++)
        {
            await Task.Delay(20);
            health = await one.Services.CheckStoresAsync();
        }

        Assert.Equal((HealthStatus.Healthy, null), (health.Status, health.Description));
    }

    [Fact]
    public async Task A_host_without_the_tables_does_not_start_unless_it_may_make_them()
    {
        var stopped = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(configure: options => options.MigrateAtStart = false));
        Assert.Contains($"MySqlSchema.GetSql(\"{_prefix}\")", stopped.Message, StringComparison.Ordinal);
        (await StartAsync()).Dispose();
        (await StartAsync(configure: options => options.MigrateAtStart = false)).Dispose();
    }

    [Theory]
    [InlineData("Password=secret", "Password=wrong", "Check User ID and Password of the connection string")]
    [InlineData("Database=hmackit", "Database=nowhere", "Check Database of the connection string")]
    public async Task A_connection_that_will_never_do_stops_the_host_and_names_the_setting(string setting, string wrong, string named)
    {
        var stopped = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(server.ConnectionString.Replace(setting, wrong, StringComparison.Ordinal)));
        Assert.StartsWith("UseMySql: ", stopped.Message, StringComparison.Ordinal);
        Assert.Contains(named, stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_away_does_not_stop_the_host_and_what_needs_it_is_refused()
    {
        using IHost host = await StartAsync($"Server=127.0.0.1;Port={ServerProgram.FreePort()};User ID=a;Password=b;Database=c");
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Assert.Equal(ReplayOutcome.Unavailable, await host.Services.GetRequiredService<IReplayStore>().TryAddAsync(new ReplayClaim("scheme", "key", "nonce", now, now.AddMinutes(10))));
        HealthCheckResult health = await host.Services.CheckStoresAsync();
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("Server, Port", health.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Port=x;Password=s3cret")]
    [InlineData("Hots=db;Password=s3cret")]
    public void A_connection_string_that_cannot_be_read_is_refused_at_once_without_its_password(string connectionString)
    {
        var refused = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddHmacKit(hmac => hmac.UseMySql(connectionString)));
        Assert.StartsWith("The MySQL connection string can't be read.", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("No Name")]
    [InlineData("a; DROP TABLE b")]
    public void A_prefix_that_could_be_more_than_a_name_is_refused(string prefix) => Assert.Throws<ArgumentException>(() => MySqlSchema.GetSql(prefix));

    [Fact]
    public void The_defaults_are_those_of_the_documentation()
    {
        var options = new MySqlOptions();
        Assert.Equal(("hmackit_", true, StoreRoles.Replay | StoreRoles.Credentials), (options.TablePrefix, options.MigrateAtStart, options.Keeps));
    }

    private async Task<IHost> StartAsync(string? connectionString = null, Action<MySqlOptions>? configure = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["HmacKit:SecretProtection:Current"] = "1",
            ["HmacKit:SecretProtection:Keys:1:Secret"] = Convert.ToBase64String(new byte[32]),
        });
        builder.Services.AddHmacKit(builder.Configuration.GetSection("HmacKit"), hmac => hmac
            .AddScheme(SchemeCatalog.TheOne)
            .AddCredentials("theone")
            .UseMySql(connectionString ?? server.ConnectionString, options =>
            {
                options.TablePrefix = _prefix;
                options.Outages.Timeout = TimeSpan.FromSeconds(5);
                configure?.Invoke(options);
            }));
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
}
