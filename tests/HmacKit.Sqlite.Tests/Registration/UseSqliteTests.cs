using HmacKit.Sqlite.Tests.Database;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace HmacKit.Sqlite.Tests.Registration;

public sealed class UseSqliteTests : IDisposable
{
    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_host_remembers_nonces_and_keys_over_a_restart()
    {
        string keyId;
        RawRequest request;
        using (IHost host = await StartAsync())
        {
            keyId = (await host.Services.GetRequiredKeyedService<HmacCredentialIssuer>("theone").IssueAsync(new())).KeyId;
            KeyRing ring = (await host.Services.GetRequiredKeyedService<IKeySource>("theone").FindAsync(keyId))!;
            request = new RawRequest("GET", "/keys", new RequestSigner(SchemeCatalog.TheOne, ring).Sign(new RawRequest("GET", "/keys", [])));
            Assert.Equal(VerificationStatus.Valid, await VerifyAsync(host, request));
        }

        using IHost again = await StartAsync();
        Assert.Equal(VerificationStatus.Replayed, await VerifyAsync(again, request));
    }

    [Fact]
    public async Task The_health_check_writes_and_says_what_is_in_the_way()
    {
        using IHost host = await StartAsync();
        Assert.Equal("sqlite", host.Services.GetRequiredService<SharedStores>().Name);
        Assert.Equal(HealthStatus.Healthy, (await host.Services.CheckStoresAsync()).Status);

        using var writer = new SqliteConnection($"Data Source={_file.Path};Pooling=False");
        writer.Open();
        using SqliteTransaction transaction = writer.BeginTransaction(deferred: false);
        HealthCheckResult health = await host.Services.CheckStoresAsync();
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("Another process has been writing for 1 s", health.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_used_stops_the_host_and_names_itself()
    {
        _file.Run("CREATE TABLE theirs (x)");
        var stopped = await Assert.ThrowsAnyAsync<Exception>(StartAsync);
        Assert.Contains($"The file '{_file.Path}' belongs to another program. Name a file that is HmacKit's own.", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_another_process_holds_for_too_long_is_unavailable_and_then_works_again()
    {
        using IHost host = await StartAsync();
        var store = host.Services.GetRequiredService<IReplayStore>();
        using (var writer = new SqliteConnection($"Data Source={_file.Path};Pooling=False"))
        {
            writer.Open();
            using SqliteTransaction transaction = writer.BeginTransaction(deferred: false);
            Assert.Equal(ReplayOutcome.Unavailable, await store.TryAddAsync(Claim("nonce")));
        }

        ReplayOutcome outcome = ReplayOutcome.Unavailable;
        for (int i = 0; i < 600 && outcome == ReplayOutcome.Unavailable; i++)
        {
            await Task.Delay(50);
            outcome = await store.TryAddAsync(Claim($"later-{i}"));
        }

        Assert.Equal(ReplayOutcome.Added, outcome);

        static ReplayClaim Claim(string value)
        {
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            return new ReplayClaim("scheme", "key", value, now, now.AddMinutes(10));
        }
    }

    [Fact]
    public void It_can_be_used_once() => Assert.Throws<InvalidOperationException>(
        () => new ServiceCollection().AddHmacKit(hmac => hmac.UseSqlite("a.db").UseSqlite("b.db")));

    private static async Task<VerificationStatus> VerifyAsync(IHost host, RawRequest request) =>
        (await host.Services.GetRequiredKeyedService<RequestVerifier>("theone").VerifyAsync(request)).Status;

    private async Task<IHost> StartAsync()
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
            .UseSqlite(_file.Path, options =>
            {
                options.BusyTimeout = TimeSpan.FromSeconds(1);
                options.Outages.FailuresToOpen = 1;
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
