using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HmacKit.Tests.Stores;

public sealed class SharedStoresTests
{
    [Theory]
    [InlineData("server", "cache")]
    [InlineData("cache", "server")]
    public async Task The_order_of_the_calls_does_not_matter(string first, string second)
    {
        await using ServiceProvider services = Build(hmac =>
        {
            Use(hmac, first);
            Use(hmac, second);
        });
        Assert.Equal(ReplayOutcome.Full, await services.GetRequiredService<IReplayStore>().TryAddAsync(Claim()));
        Assert.IsType<GuardedTokenBucketStore>(services.GetRequiredService<ITokenBucketStore>());
        Assert.IsType<CachedCredentialStore>(services.GetRequiredService<CredentialStore>());
        Check(services);

        static void Use(HmacKitBuilder hmac, string name) => _ = name == "server"
            ? hmac.UseStores<Settings, Server>("UseServer", null, (_, services) => new Server("server", StoreRoles.Replay | StoreRoles.Credentials, services))
            : hmac.UseStores<Settings, Cache>("UseCache", null, (_, services) => new Cache(services));
    }

    [Fact]
    public async Task A_store_of_the_applications_own_is_cached_and_its_changes_are_announced_whatever_the_order()
    {
        await using ServiceProvider services = Build(hmac =>
        {
            hmac.UseStores<Settings, Cache>("UseCache", null, (_, services) => new Cache(services));
            hmac.Services.AddSingleton<CredentialStore, MemoryCredentialStore>();
        });
        var store = services.GetRequiredService<CredentialStore>();
        Assert.IsType<CachedCredentialStore>(store);
        string keyId = (await new ApiKeyIssuer(store).IssueAsync(new())).KeyId;
        Assert.Equal([keyId], ((Changes)services.GetRequiredService<SharedStores>().KeyChanges).Announced);
    }

    [Fact]
    public async Task Two_stores_that_keep_the_same_stop_the_host_and_both_are_named()
    {
        await using ServiceProvider services = Build(hmac => hmac
            .UseStores<Settings, Server>("UseServer", null, (_, services) => new Server("server", StoreRoles.Replay, services))
            .UseStores<Settings, Other>("UseOther", null, (_, services) => new Other(services)));
        var stopped = Assert.Throws<OptionsValidationException>(() => Check(services));
        Assert.Contains("'server' and 'other' both keep Replay", stopped.Message, StringComparison.Ordinal);
        Assert.Contains("take StoreRoles.Replay out of Keeps", stopped.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(services.GetRequiredService<IReplayStore>);
    }

    [Fact]
    public async Task What_no_store_keeps_stays_where_it_was()
    {
        await using ServiceProvider services = Build(hmac => hmac.AddLimits(options => options.Tiers["free"] = [BucketLimit.PerMinute(60)]).UseStores<Settings, Server>("UseServer", null, (_, services) => new Server("server", StoreRoles.Credentials, services)));
        Assert.IsType<MemoryReplayStore>(services.GetRequiredService<IReplayStore>());
        Assert.IsType<MemoryTokenBuckets>(services.GetRequiredService<ITokenBucketStore>());
        Check(services);
    }

    [Fact]
    public async Task A_port_of_the_applications_own_stays_for_what_no_store_keeps()
    {
        var own = new MemoryTokenBuckets();
        await using ServiceProvider services = Build(hmac =>
        {
            hmac.AddLimits(options => options.Tiers["free"] = [BucketLimit.PerMinute(60)]).UseStores<Settings, Server>("UseServer", null, (_, services) => new Server("server", StoreRoles.Replay, services));
            hmac.Services.AddSingleton<ITokenBucketStore>(own);
        });
        Assert.Same(own, services.GetRequiredService<ITokenBucketStore>());
    }

    [Fact]
    public void Stores_are_used_once() => Assert.Throws<InvalidOperationException>(() => Build(hmac => hmac
        .UseStores<Settings, Cache>("UseCache", null, (_, services) => new Cache(services))
        .UseStores<Settings, Cache>("UseCache", null, (_, services) => new Cache(services))));

    [Fact]
    public async Task A_fault_that_will_not_go_away_stops_the_host_and_is_unhealthy()
    {
        await using ServiceProvider services = Build(hmac => hmac.UseStores<Settings, Server>("UseServer", null, (_, services) => new Server("server", StoreRoles.Replay, services)
        {
            Find = () => throw new InvalidOperationException("The table is gone. Make it."),
        }));
        Assert.Equal("UseServer: The table is gone. Make it.", Assert.Single(Assert.Throws<OptionsValidationException>(() => Check(services)).Failures));
        HealthCheckResult health = await services.CheckStoresAsync();
        Assert.Equal((HealthStatus.Unhealthy, "The table is gone. Make it."), (health.Status, health.Description));
    }

    [Fact]
    public async Task A_store_that_is_away_lets_the_host_start_and_is_asked_again_until_it_is_there()
    {
        int asked = 0;
        await using ServiceProvider services = Build(hmac => hmac.UseStores<Settings, Server>("UseServer", null, (_, services) => new Server("server", StoreRoles.Replay, services)
        {
            Find = () => Interlocked.Increment(ref asked) < 3 ? HealthCheckResult.Unhealthy("away") : HealthCheckResult.Healthy(),
        }));
        Check(services);
        for (int i = 0; i < 1000 && Volatile.Read(ref asked) < 3; i++)
        {
            await Task.Delay(10);
        }

        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task What_a_check_throws_is_unhealthy_and_the_callers_own_cancellation_is_thrown()
    {
        await using ServiceProvider services = Build(hmac => hmac.UseStores<Settings, Server>("UseServer", null, (_, services) => new Server("server", StoreRoles.Replay, services)
        {
            Find = () => throw new IOException("too slow"),
        }));
        HealthCheckResult health = await services.CheckStoresAsync();
        Assert.Equal((HealthStatus.Unhealthy, "'server' can't be asked (IOException: too slow)"), (health.Status, health.Description));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => services.GetRequiredService<SharedStores>().CheckAsync(new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_store_that_is_back_but_not_used_yet_and_changes_that_are_not_heard_are_degraded()
    {
        await using ServiceProvider services = Build(hmac => hmac.UseStores<Settings, Server>("UseServer", null, (_, services) => new Server("server", StoreRoles.Replay | StoreRoles.Credentials, services)
        {
            Claim = () => throw new IOException("away"),
        }));
        var store = services.GetRequiredService<IReplayStore>();
        Assert.Equal(HealthStatus.Healthy, (await services.CheckStoresAsync()).Status);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(ReplayOutcome.Unavailable, await store.TryAddAsync(Claim()));
        }

        Assert.Equal((HealthStatus.Degraded, "'server' is back, and will be used again within 00:00:01."), Of(await services.CheckStoresAsync()));
        services.GetRequiredService<CredentialStore>();
        var changes = (Changes)services.GetRequiredService<SharedStores>().KeyChanges;
        changes.Lose();
        Assert.StartsWith("Changes of keys aren't heard", (await services.CheckStoresAsync()).Description, StringComparison.Ordinal);

        static (HealthStatus, string?) Of(HealthCheckResult health) => (health.Status, health.Description);
    }

    private static ServiceProvider Build(Action<HmacKitBuilder> configure) => new ServiceCollection().AddHmacKit(configure).BuildServiceProvider();

    private static void Check(ServiceProvider services) => services.GetRequiredService<IStartupValidator>().Validate();

    private static ReplayClaim Claim()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new ReplayClaim("scheme", "key", "nonce", now, now.AddMinutes(10));
    }

    private sealed class Settings() : StoreOptions(StoreRoles.Replay | StoreRoles.Credentials | StoreRoles.Limits);

    private class Server(string name, StoreRoles keeps, IServiceProvider services)
        : SharedStores(name, new Settings { Keeps = keeps }, services), IReplayStore
    {
        public Func<HealthCheckResult> Find { get; init; } = () => HealthCheckResult.Healthy();

        public Func<ReplayOutcome> Claim { get; init; } = () => ReplayOutcome.Full;

        public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default) => new(Claim());

        protected override Task<HealthCheckResult> CheckAsync(CancellationToken cancellationToken) => Task.Run(Find, cancellationToken);

        protected override IReplayStore CreateReplayStore() => this;

        protected override CredentialStore CreateCredentialStore() => new MemoryCredentialStore();

        protected override KeyChanges CreateKeyChanges() => new Changes();
    }

    private sealed class Other(IServiceProvider services) : Server("other", StoreRoles.Replay, services);

    private sealed class Cache(IServiceProvider services) : SharedStores("cache", new Settings { Keeps = StoreRoles.Limits }, services)
    {
        protected override bool CachesOtherCredentials => true;

        protected override Task<HealthCheckResult> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(HealthCheckResult.Healthy());

        protected override ITokenBucketStore CreateTokenBuckets() => new MemoryTokenBuckets();

        protected override KeyChanges CreateKeyChanges() => new Changes();
    }

    private sealed class Changes() : KeyChanges("server", logger: null)
    {
        public List<string> Announced { get; } = [];

        public void Lose() => OnDeaf(null);

        public override ValueTask AnnounceAsync(string keyId, CancellationToken cancellationToken = default)
        {
            Announced.Add(keyId);
            return default;
        }

        protected override void Start() => OnListening();

        protected override ValueTask StopAsync() => default;
    }
}
