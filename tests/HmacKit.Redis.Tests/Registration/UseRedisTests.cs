using System.Collections.Concurrent;
using HmacKit.Redis.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace HmacKit.Redis.Tests.Registration;

public sealed class UseRedisTests : RedisTest
{
    private readonly CapturedLog _log = new();

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task One_line_with_a_connection_string_makes_two_hosts_share_nonces_and_budgets()
    {
        using IHost first = await HostAsync(hmac => hmac.UseRedis(Server.ConnectionString, Configure));
        using IHost second = await HostAsync(hmac => hmac.UseRedis(Server.ConnectionString, Configure));
        await SharesEverything(first, second);
        Assert.Equal("redis", Assert.Single(first.Services.GetServices<SharedStores>()).Name);
        Assert.Equal(HealthStatus.Healthy, (await first.Services.CheckStoresAsync()).Status);
        Assert.All(_log.Entries, entry => Assert.True(entry.Level == LogLevel.Information, entry.Text));
        Assert.Contains(_log.Entries, entry => entry.Level == LogLevel.Information && entry.Text.Contains("as it should be", StringComparison.Ordinal));
    }

    [Fact]
    public async Task So_does_a_connection_of_the_application_which_stays_open()
    {
        ConnectionMultiplexer another = await ConnectAsync();
        using (IHost first = await HostAsync(hmac => hmac.UseRedis(Connection, Configure)))
        using (IHost second = await HostAsync(hmac => hmac.UseRedis(another, Configure)))
        {
            await SharesEverything(first, second);
        }

        Assert.True(Connection.IsConnected);
        await Connection.GetDatabase().PingAsync();
    }

    [Fact]
    public async Task A_verifier_accepts_a_request_once_on_all_hosts()
    {
        using IHost first = await HostAsync(hmac => AddTheOne(hmac.UseRedis(Server.ConnectionString, Configure)));
        using IHost second = await HostAsync(hmac => AddTheOne(hmac.UseRedis(Server.ConnectionString, Configure)));
        SignedHeaders headers = first.Services.GetRequiredKeyedService<RequestSigner>("theone").Sign(new RawRequest("GET", "/orders", [], default));
        var statuses = new List<VerificationStatus>();
        foreach (IHost host in (IHost[])[first, second, first, second])
        {
            var verifier = host.Services.GetRequiredKeyedService<RequestVerifier>("theone");
            statuses.Add((await verifier.VerifyAsync(new RawRequest("GET", "/orders", headers, default))).Status);
        }

        Assert.Equal([VerificationStatus.Valid, VerificationStatus.Replayed, VerificationStatus.Replayed, VerificationStatus.Replayed], statuses);
    }

    [Fact]
    public async Task A_copy_that_a_host_has_seen_itself_needs_no_round_trip()
    {
        RedisServer server = await StartAsync();
        using IHost host = await HostAsync(hmac => hmac.UseRedis(server.ConnectionString, Configure));
        var store = host.Services.GetRequiredService<IReplayStore>();
        ReplayClaim claim = Claim("nonce");
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(claim));
        server.Kill();
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(claim));
        Assert.Equal(ReplayOutcome.Unavailable, await store.TryAddAsync(Claim("other")));
    }

    [Fact]
    public async Task While_Redis_stands_still_calls_are_refused_after_their_time_and_then_at_once_and_it_recovers_by_itself()
    {
        RedisServer server = await StartAsync();
        using IHost host = await HostAsync(hmac => hmac.UseRedis(server.ConnectionString, options =>
        {
            Configure(options);
            (options.Outages.Timeout, options.Outages.FailuresToOpen) = (TimeSpan.FromMilliseconds(500), 2);
        }));
        var store = host.Services.GetRequiredService<IReplayStore>();
        var buckets = host.Services.GetRequiredService<ITokenBucketStore>();
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("before")));
        server.Pause();
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(ReplayOutcome.Unavailable, await store.TryAddAsync(Claim($"during-{i}")));
            Assert.Equal(LimitStatus.Unavailable, (await buckets.TakeAsync("caller", [BucketLimit.PerHour(10)])).Status);
        }

        server.Resume();
        await Eventually.Holds(async () => await store.TryAddAsync(Claim($"after-{Guid.NewGuid():N}")) == ReplayOutcome.Added);
        await Eventually.Holds(async () => (await buckets.TakeAsync("caller", [BucketLimit.PerHour(10)])).Allowed);
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim("before")));
    }

    [Fact]
    public async Task Told_to_fall_back_a_host_goes_by_its_own_memory_and_tells_Redis_later()
    {
        RedisServer server = await StartAsync();
        using IHost host = await HostAsync(hmac => hmac.UseRedis(server.ConnectionString, options =>
        {
            Configure(options);
            options.Outages.Policy = OutagePolicy.FallBackToMemory;
            options.Outages.FailuresToOpen = 1;
        }));
        var store = host.Services.GetRequiredService<IReplayStore>();
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("before")));
        server.Kill();
        await Eventually.Holds(async () => await store.TryAddAsync(Claim($"probe-{Guid.NewGuid():N}")) == ReplayOutcome.Added);
        ReplayClaim during = Claim("during");
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(during));
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(during));
        Assert.True((await host.Services.GetRequiredService<ITokenBucketStore>().TakeAsync("caller", [BucketLimit.PerHour(10)])).Allowed
            || (await host.Services.GetRequiredService<ITokenBucketStore>().TakeAsync("caller", [BucketLimit.PerHour(10)])).Allowed);
        Assert.Contains(_log.Entries, entry => entry.Level == LogLevel.Critical);
    }

    [Fact]
    public async Task A_host_starts_without_Redis_says_so_and_refuses_until_it_is_there()
    {
        RedisServer server = await StartAsync();
        server.Kill();
        using IHost host = await HostAsync(hmac => hmac.UseRedis(server.ConnectionString + ",connectTimeout=300", Configure));
        Assert.Contains(_log.Entries, entry => entry.Level == LogLevel.Error && entry.Text.Contains("can't be reached", StringComparison.Ordinal));
        var store = host.Services.GetRequiredService<IReplayStore>();
        Assert.Equal(ReplayOutcome.Unavailable, await store.TryAddAsync(Claim("early")));
        await server.RestartAsync();
        await Eventually.Holds(async () => await store.TryAddAsync(Claim($"late-{Guid.NewGuid():N}")) == ReplayOutcome.Added);
    }

    [Theory]
    [InlineData("", "names no host")]
    [InlineData("password=secret-password", "names no host")]
    [InlineData("localhost:6379,keepAlive=secret-password", "keepAlive")]
    [InlineData("localhost:6379,nonsense=1", "nonsense")]
    [InlineData("localhost:6379,password=a,secret-password=1", "from its password on")]
    [InlineData("localhost:6379,nonsense=1,password=a,secret-password=1", "nonsense")]
    public void A_wrong_connection_string_is_refused_at_once_without_being_shown(string connectionString, string hint)
    {
        var exception = Assert.Throws<ArgumentException>(nameof(connectionString), () => new ServiceCollection().AddHmacKit(hmac => hmac.UseRedis(connectionString)));
        Assert.Contains(hint, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-password", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_setting_stops_the_host_and_names_the_setting()
    {
        (string Name, Action<RedisOptions> Set)[] wrong =
        [
            (nameof(RedisOptions.KeyPrefix), options => options.KeyPrefix = ""),
            (nameof(RedisOptions.KeyPrefix), options => options.KeyPrefix = "a{b}"),
            (nameof(RedisOptions.KeyPrefix), options => options.KeyPrefix = "a b"),
            (nameof(RedisOptions.KeyPrefix), options => options.KeyPrefix = new string('a', 65)),
            (nameof(RedisOptions.Database), options => options.Database = -2),
            (nameof(RedisOptions.MaxClockDifference), options => options.MaxClockDifference = TimeSpan.FromTicks(-1)),
            (nameof(RedisOptions.MaxClockDifference), options => options.MaxClockDifference = TimeSpan.FromHours(2)),
            (nameof(RedisOptions.LeaseSize), options => options.LeaseSize = 0),
            (nameof(RedisOptions.LeaseTime), options => options.LeaseTime = TimeSpan.Zero),
            (nameof(RedisOptions.ReplayCacheCapacity), options => options.ReplayCacheCapacity = 0),
            (nameof(RedisOptions.Keeps), options => options.Keeps = StoreRoles.Credentials),
            (nameof(RedisOptions.Keeps), options => options.Keeps = StoreRoles.None),
        ];
        foreach ((string name, Action<RedisOptions> set) in wrong)
        {
            Exception exception = await Assert.ThrowsAnyAsync<Exception>(() => HostAsync(hmac => hmac.UseRedis(Connection, set)));
            Assert.Contains(name, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Redis_is_used_once() =>
        Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddHmacKit(hmac => hmac.UseRedis(Connection).UseRedis(Connection)));

    [Fact]
    public void Defaults_are_as_documented()
    {
        var options = new RedisOptions();
        Assert.Equal(("hmackit:", -1, TimeSpan.FromSeconds(15), true), (options.KeyPrefix, options.Database, options.MaxClockDifference, options.GuardRestarts));
        Assert.Equal((1, TimeSpan.FromSeconds(1), 100_000), (options.LeaseSize, options.LeaseTime, options.ReplayCacheCapacity));
        Assert.Equal((OutagePolicy.FailClosed, TimeSpan.FromMilliseconds(250)), (options.Outages.Policy, options.Outages.Timeout));
        Assert.Equal((false, StoreRoles.Replay | StoreRoles.Limits), (options.CacheCredentials, options.Keeps));
    }

    private static HmacKitBuilder AddTheOne(HmacKitBuilder hmac) => hmac.AddScheme(
        SchemeCatalog.TheOne,
        options => (options.Keys, options.SigningKeyId) = (new MemoryKeySource(new KeyRing("key_1", HmacKey.FromText("a secret of more than thirty-two bytes"))), "key_1"));

    private static async Task SharesEverything(IHost first, IHost second)
    {
        ReplayClaim claim = Claim("nonce");
        Assert.Equal(ReplayOutcome.Added, await first.Services.GetRequiredService<IReplayStore>().TryAddAsync(claim));
        Assert.Equal(ReplayOutcome.Seen, await second.Services.GetRequiredService<IReplayStore>().TryAddAsync(claim));
        Assert.Equal(9, (await first.Services.GetRequiredService<ITokenBucketStore>().TakeAsync("caller", [BucketLimit.PerHour(10)])).Remaining);
        Assert.Equal(8, (await second.Services.GetRequiredService<ITokenBucketStore>().TakeAsync("caller", [BucketLimit.PerHour(10)])).Remaining);
    }

    /// <summary>Of a client whose clock is some seconds fast, so that it isn't older than a server that has just been started.</summary>
    private static ReplayClaim Claim(string value) => new("scheme", "key", value, Now + TimeSpan.FromSeconds(5), Now + TimeSpan.FromMinutes(10));

    /// <summary>With more patience than by default, for a busy machine.</summary>
    private void Configure(RedisOptions options)
    {
        (options.KeyPrefix, options.MaxClockDifference) = (Options.KeyPrefix, TimeSpan.Zero);
        options.Outages.Timeout = TimeSpan.FromSeconds(10);
    }

    private async Task<IHost> HostAsync(Action<HmacKitBuilder> configure)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(_log);
        builder.Services.AddHmacKit(configure);
        IHost host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
