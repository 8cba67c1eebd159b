using HmacKit.Redis.Tests.Servers;
using StackExchange.Redis;

namespace HmacKit.Redis.Tests.Faults;

/// <summary>Two machines claim each nonce at once while something happens to the server. Whatever it is, none is accepted twice.</summary>
public sealed class FaultTests : RedisTest
{
    private protected override Task<RedisServer> FindServerAsync() => StartAsync();

    [Fact]
    public async Task Killed_under_load_and_restarted_it_takes_up_again_and_lets_nothing_in_twice()
    {
        ClaimLoad load = await TwoMachines();
        load.Start();
        await load.ProgressAsync();
        Server.Kill();
        await Eventually.Holds(() => Task.FromResult(load.Failures > 0));
        await Server.RestartAsync();
        await load.ProgressAsync();
        await load.StopAsync();
        await load.NothingIsTakenTwiceAsync();
    }

    [Fact]
    public async Task Paused_for_two_seconds_it_loses_nothing_and_lets_nothing_in_twice()
    {
        ClaimLoad load = await TwoMachines();
        load.Start();
        await load.ProgressAsync();
        Server.Pause();
        await Task.Delay(TimeSpan.FromSeconds(2));
        Server.Resume();
        await load.ProgressAsync();
        await load.StopAsync();
        Assert.Equal(0, load.Failures);
        Assert.Equal(load.Claimed, load.Accepted);
        await load.NothingIsTakenTwiceAsync();
    }

    [Fact]
    public async Task Connections_that_are_cut_are_made_again_and_nothing_is_let_in_twice()
    {
        ClaimLoad load = await TwoMachines();
        load.Start();
        for (int cut = 0; cut < 5; cut++)
        {
            await load.ProgressAsync();
            await Server.CommandAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        }

        await load.ProgressAsync();
        await load.StopAsync();
        await load.NothingIsTakenTwiceAsync();
    }

    [Fact]
    public async Task Out_of_memory_it_refuses_what_is_new_and_forgets_nothing()
    {
        RedisServer small = await StartAsync("maxmemory 6mb", "maxmemory-policy noeviction");
        using ConnectionMultiplexer connection = await small.ConnectAsync();
        RedisReplayStore store = Keep(new RedisReplayStore(connection, Options));
        var buckets = new RedisTokenBuckets(connection, Options);
        await store.ReadAgeAsync();
        ReplayClaim used = ClaimLoad.Claim("used");
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(used));
        await FillAsync(connection);
        Assert.Equal(ReplayOutcome.Full, await store.TryAddAsync(ClaimLoad.Claim("new")));
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
        ReplayClaim[] claims = [.. Enumerable.Range(0, 200).Select(i => ClaimLoad.Claim($"used-{i}"))];
        await Task.WhenAll(claims.Select(claim => store.TryAddAsync(claim).AsTask()));
        IDatabase database = connection.GetDatabase();
        await Task.WhenAll(Enumerable.Range(0, 60_000).Select(i => database.StringSetAsync($"junk-{i}", new string('x', 200))));
        ReplayOutcome[] again = await Task.WhenAll(claims.Select(claim => store.TryAddAsync(claim).AsTask()));
        Assert.Contains(ReplayOutcome.Added, again);
    }

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
        return await store.TryAddAsync(ClaimLoad.Claim("new"));
    }

    private async Task<ClaimLoad> TwoMachines()
    {
        RedisReplayStore first = Keep(new RedisReplayStore(Connection, Options));
        await first.ReadAgeAsync();
        return new ClaimLoad(first, Keep(new RedisReplayStore(await ConnectAsync(), Options)));
    }
}
