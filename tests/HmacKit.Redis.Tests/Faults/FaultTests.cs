using System.Collections.Concurrent;
using HmacKit.Redis.Tests.Servers;
using StackExchange.Redis;

namespace HmacKit.Redis.Tests.Faults;

/// <summary>Two machines claim each nonce at once while something happens to the server. Whatever it is, none is accepted twice.</summary>
public sealed class FaultTests : RedisTest
{
    private readonly ConcurrentDictionary<string, int> _added = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<ReplayClaim> _claims = new();
    private int _failures;
    private int _next;
    private volatile bool _isOver;

    private protected override Task<RedisServer> FindServerAsync() => StartAsync();

    [Fact]
    public async Task Killed_under_load_and_restarted_it_takes_up_again_and_lets_nothing_in_twice()
    {
        RedisReplayStore[] stores = await TwoMachines();
        Task load = Load(stores);
        await Progress();
        Server.Kill();
        await Eventually.Holds(() => Task.FromResult(Volatile.Read(ref _failures) > 0));
        await Server.RestartAsync();
        await Progress();
        _isOver = true;
        await load;
        await NothingIsTakenTwice(stores);
    }

    [Fact]
    public async Task Paused_for_two_seconds_it_loses_nothing_and_lets_nothing_in_twice()
    {
        RedisReplayStore[] stores = await TwoMachines();
        Task load = Load(stores);
        await Progress();
        Server.Pause();
        await Task.Delay(TimeSpan.FromSeconds(2));
        Server.Resume();
        await Progress();
        _isOver = true;
        await load;
        Assert.Equal(0, _failures);
        Assert.Equal(_claims.Count, _added.Count);
        await NothingIsTakenTwice(stores);
    }

    [Fact]
    public async Task Connections_that_are_cut_are_made_again_and_nothing_is_let_in_twice()
    {
        RedisReplayStore[] stores = await TwoMachines();
        Task load = Load(stores);
        for (int cut = 0; cut < 5; cut++)
        {
            await Progress();
            await Server.CommandAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        }

        await Progress();
        _isOver = true;
        await load;
        await NothingIsTakenTwice(stores);
    }

    [Fact]
    public async Task Out_of_memory_it_refuses_what_is_new_and_forgets_nothing()
    {
        RedisServer small = await StartAsync("maxmemory 6mb", "maxmemory-policy noeviction");
        using ConnectionMultiplexer connection = await small.ConnectAsync();
        RedisReplayStore store = Keep(new RedisReplayStore(connection, Options));
        var buckets = new RedisTokenBuckets(connection, Options);
        await store.ReadAgeAsync();
        ReplayClaim used = Claim("used");
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(used));
        await FillAsync(connection);
        Assert.Equal(ReplayOutcome.Full, await store.TryAddAsync(Claim("new")));
        Assert.Equal(LimitStatus.StoreFull, (await buckets.TakeAsync("caller", [BucketLimit.PerHour(10)])).Status);
        Assert.Equal(ReplayOutcome.Added, await Freed(small, connection, store));
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(used));
        Assert.True((await buckets.TakeAsync("caller", [BucketLimit.PerHour(10)])).Allowed);
    }

    [Fact]
    public async Task A_server_that_evicts_forgets_nonces_which_is_what_the_health_check_warns_of()
    {
        RedisServer small = await StartAsync("maxmemory 6mb", "maxmemory-policy allkeys-random");
        using ConnectionMultiplexer connection = await small.ConnectAsync();
        Options.GuardRestarts = false;
        RedisReplayStore store = Keep(new RedisReplayStore(connection, Options));
        ReplayClaim[] claims = [.. Enumerable.Range(0, 200).Select(i => Claim($"used-{i}"))];
        await Task.WhenAll(claims.Select(claim => store.TryAddAsync(claim).AsTask()));
        IDatabase database = connection.GetDatabase();
        await Task.WhenAll(Enumerable.Range(0, 60_000).Select(i => database.StringSetAsync($"junk-{i}", new string('x', 200))));
        ReplayOutcome[] again = await Task.WhenAll(claims.Select(claim => store.TryAddAsync(claim).AsTask()));
        Assert.Contains(ReplayOutcome.Added, again);
    }

    private static ReplayClaim Claim(string value) => Claim(value, TimeProvider.System.GetUtcNow());

    private static ReplayClaim Claim(string value, DateTimeOffset signedAt) => new("scheme", "key", value, signedAt, signedAt + TimeSpan.FromMinutes(10));

    private static async Task FillAsync(ConnectionMultiplexer connection)
    {
        IDatabase database = connection.GetDatabase();
        for (int i = 0, size = 100_000; size > 10; i++)
        {
            try
            {
                await database.StringSetAsync($"junk-{i % 100}-{i}", new string('x', size));
            }
            catch (RedisServerException)
            {
                size /= 2;
            }
        }
    }

    private static async Task<ReplayOutcome> Freed(RedisServer server, ConnectionMultiplexer connection, RedisReplayStore store)
    {
        var junk = (RedisKey[])(await server.CommandAsync("KEYS", "junk-*"))!;
        await connection.GetDatabase().KeyDeleteAsync(junk);
        return await store.TryAddAsync(Claim("new"));
    }

    private async Task<RedisReplayStore[]> TwoMachines()
    {
        RedisReplayStore[] stores = [Keep(new RedisReplayStore(Connection, Options)), Keep(new RedisReplayStore(await ConnectAsync(), Options))];
        await stores[0].ReadAgeAsync();
        return stores;
    }

    /// <summary>Eight callers, each of whom has both machines claim a new nonce at once, until it is over.</summary>
    private Task Load(RedisReplayStore[] stores) => Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
    {
        while (!_isOver)
        {
            ReplayClaim claim = Claim($"nonce-{Interlocked.Increment(ref _next)}");
            _claims.Enqueue(claim);
            await Task.WhenAll(ClaimAsync(stores[0], claim), ClaimAsync(stores[1], claim));
        }
    })));

    private async Task ClaimAsync(RedisReplayStore store, ReplayClaim claim)
    {
        try
        {
            if (await store.TryAddAsync(claim) == ReplayOutcome.Added)
            {
                _added.AddOrUpdate(NameOf(claim), 1, static (_, count) => count + 1);
            }
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Interlocked.Increment(ref _failures);
            await Task.Delay(TimeSpan.FromMilliseconds(1));
        }
    }

    /// <summary>Waits until some hundred more are accepted.</summary>
    private Task Progress()
    {
        int start = _added.Count;
        return Eventually.Holds(() => Task.FromResult(_added.Count > start + 300));
    }

    private async Task NothingIsTakenTwice(RedisReplayStore[] stores)
    {
        int accepted = _added.Count;
        foreach (ReplayClaim[] some in _claims.Where(claim => _added.ContainsKey(NameOf(claim))).Chunk(500))
        {
            await Task.WhenAll(some.Select((claim, i) => ClaimAsync(stores[i % 2], claim)));
        }

        Assert.All(_added.Values, count => Assert.Equal(1, count));
        Assert.Equal(accepted, _added.Count);
    }

    private static string NameOf(in ReplayClaim claim)
    {
        byte[] bytes = new byte[ReplayClaim.MaxBytes];
        return Convert.ToHexString(bytes.AsSpan(0, claim.CopyTo(bytes)));
    }
}
