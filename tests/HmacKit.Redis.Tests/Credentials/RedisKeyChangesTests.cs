using HmacKit.Redis.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace HmacKit.Redis.Tests.Credentials;

public sealed class RedisKeyChangesTests : RedisTest
{
    private readonly Keys _keys = new();

    private protected override Task<RedisServer> FindServerAsync() => StartAsync();

    [Fact]
    public async Task A_key_that_is_revoked_on_one_machine_is_forgotten_on_the_other()
    {
        await using var here = new RedisKeyChanges(Connection, Options);
        await using var there = new RedisKeyChanges(await ConnectAsync(), Options);
        CachedKeySource cache = await Watched(there);
        Assert.NotNull(await cache.FindAsync("key"));
        Assert.NotNull(await cache.FindAsync("other"));
        _keys.Revoked.Add("key");
        Assert.NotNull(await cache.FindAsync("key"));
        long start = TimeProvider.System.GetTimestamp();
        await here.AnnounceAsync("key");
        await Eventually.Holds(async () => await cache.FindAsync("key") is null);
        Assert.Equal(1, _keys.Asked.Count(id => id == "other"));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task What_was_revoked_while_the_machine_was_not_connected_is_forgotten_too()
    {
        await using var there = new RedisKeyChanges(Connection, Options);
        CachedKeySource cache = await Watched(there);
        Assert.NotNull(await cache.FindAsync("key"));
        Server.Kill();
        _keys.Revoked.Add("key");

        // Although nobody can say so now.
        await Eventually.Holds(async () => await cache.FindAsync("key") is null);
        _keys.Revoked.Clear();
        await Server.RestartAsync();
        await Eventually.Holds(async () => await cache.FindAsync("key") is not null);

        // And changes are heard again, and kept in memory until then.
        await using var here = new RedisKeyChanges(await ConnectAsync(), Options);
        await Eventually.Holds(async () => (long)await Server.CommandAsync("PUBSUB", "NUMSUB", Options.KeyPrefix + "keys").ContinueWith(answer => ((RedisResult[])answer.Result!)[1]) == 1);
        await Eventually.Holds(async () =>
        {
            int asked = _keys.Asked.Count;
            await cache.FindAsync("key");
            await cache.FindAsync("key");
            return _keys.Asked.Count == asked;
        });
        _keys.Revoked.Add("key");
        await here.AnnounceAsync("key");
        await Eventually.Holds(async () => await cache.FindAsync("key") is null);
    }

    [Fact]
    public async Task A_change_that_could_not_be_announced_is_made_good_when_Redis_is_back()
    {
        // Only the one that announces loses its connection, and can't make a new one for a while.
        ConnectionMultiplexer sender = await ConnectAsync(",name=sender");
        await using var here = new RedisKeyChanges(sender, Options);
        var heard = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await Connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal(Options.KeyPrefix + "keys"), (_, message) =>
        {
            if (message.IsNullOrEmpty)
            {
                heard.TrySetResult(message);
            }
        });
        IDatabase admin = (await ConnectAsync(",allowAdmin=true")).GetDatabase();
        await admin.ExecuteAsync("CONFIG", "SET", "maxclients", "1");
        foreach (string line in ((string)(await admin.ExecuteAsync("CLIENT", "LIST"))!).Split('\n').Where(line => line.Contains("name=sender", StringComparison.Ordinal)))
        {
            await admin.ExecuteAsync("CLIENT", "KILL", "ID", line.Split(' ')[0]["id=".Length..]);
        }

        await Eventually.Holds(() => Task.FromResult(!sender.IsConnected));
        await here.AnnounceAsync("key");
        await admin.ExecuteAsync("CONFIG", "SET", "maxclients", "1000");
        Assert.Equal("", await heard.Task.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_credential_that_is_revoked_through_one_host_dies_on_the_other()
    {
        var database = new MemoryCredentialStore();
        using ServiceProvider one = Host(database);
        using ServiceProvider two = Host(database);
        IssuedCredential issued = await one.GetRequiredService<ApiKeyIssuer>().IssueAsync(new CredentialRequest { Owner = "owner" });
        Assert.Equal(ApiKeyStatus.Valid, await StatusAsync(one, issued));
        Assert.Equal(ApiKeyStatus.Valid, await StatusAsync(two, issued));
        await one.GetRequiredService<ApiKeyIssuer>().RevokeAsync(issued.KeyId);
        await Eventually.Holds(async () => await StatusAsync(two, issued) != ApiKeyStatus.Valid);
        Assert.NotEqual(ApiKeyStatus.Valid, await StatusAsync(one, issued));
    }

    private static async Task<ApiKeyStatus> StatusAsync(IServiceProvider host, IssuedCredential issued) =>
        (await host.GetRequiredService<ApiKeyVerifier>().VerifyAsync(issued.SecretShownOnce)).Status;

    private ServiceProvider Host(CredentialStore database) => new ServiceCollection()
        .AddSingleton(database)
        .AddHmacKit(hmac => hmac.AddApiKeys().UseRedis(Connection, options =>
        {
            options.KeyPrefix = Options.KeyPrefix;
            options.CacheCredentials = true;
            options.CredentialCache.Lifetime = TimeSpan.FromHours(1);
        }))
        .BuildServiceProvider();

    private async Task<CachedKeySource> Watched(RedisKeyChanges changes)
    {
        var cache = new CachedKeySource(_keys, new() { Lifetime = TimeSpan.FromHours(1), UnknownLifetime = TimeSpan.FromMilliseconds(1) });
        changes.Watch(cache);
        await Eventually.Holds(() => Task.FromResult(changes.IsListening));
        return cache;
    }

    private sealed class Keys : IKeySource
    {
        private static readonly HmacKey Key = HmacKey.FromText("a secret of more than thirty-two bytes");

        public HashSet<string> Revoked { get; } = [];

        public List<string> Asked { get; } = [];

        public ValueTask<KeyRing?> FindAsync(string keyId, CancellationToken cancellationToken = default)
        {
            lock (Asked)
            {
                Asked.Add(keyId);
            }

            return new(Revoked.Contains(keyId) ? null : new KeyRing(keyId, Key));
        }
    }
}
