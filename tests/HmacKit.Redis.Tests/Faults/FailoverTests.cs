using HmacKit.Redis.Tests.Servers;
using StackExchange.Redis;

namespace HmacKit.Redis.Tests.Faults;

/// <summary>
/// A replica takes over under load, without the last claims that its master accepted. Whoever promotes it (an operator, Sentinel, a
/// hosted service), it is told to be a master, and the machines find that out by themselves.
/// </summary>
public sealed class FailoverTests : RedisTest
{
    private RedisServer _replica = null!;

    private protected override Task<RedisServer> FindServerAsync() => StartAsync();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _replica = await StartAsync($"replicaof 127.0.0.1 {Server.Port}");
        await Eventually.Holds(async () => await RoleAsync(_replica) is "slave connected");
    }

    [Fact]
    public async Task Its_master_killed_a_replica_takes_over_and_nothing_is_let_in_twice()
    {
        ClaimLoad load = await TwoMachinesAsync();
        load.Start();
        await load.ProgressAsync();
        await CutOffAsync();
        await load.ProgressAsync();
        Server.Kill();
        await _replica.CommandAsync("REPLICAOF", "NO", "ONE");
        Assert.True(load.Accepted > await CountAsync(_replica), "The replica has all claims, so there would be nothing to let in twice.");
        await load.ProgressAsync();
        await load.StopAsync();
        await load.NothingIsTakenTwiceAsync();
    }

    [Fact]
    public async Task Its_master_still_there_a_replica_takes_over_and_nothing_is_let_in_twice()
    {
        ClaimLoad load = await TwoMachinesAsync();
        load.Start();
        await load.ProgressAsync();
        await CutOffAsync();
        await load.ProgressAsync();

        // What follows: the new master has none of the claims since, and no connection breaks when the old one becomes its replica.
        await _replica.CommandAsync("REPLICAOF", "NO", "ONE");
        int known = await CountAsync(_replica);
        await Server.CommandAsync("REPLICAOF", "127.0.0.1", _replica.Port);
        int accepted = load.Accepted;
        Assert.True(accepted > known);
        await load.ProgressAsync();
        await load.StopAsync();
        await load.NothingIsTakenTwiceAsync();
    }

    [Fact]
    public async Task The_first_claim_at_a_new_master_is_refused_though_the_age_of_the_old_one_was_read_just_now()
    {
        IConnectionMultiplexer connection = await BothAsync();
        RedisReplayStore store = Keep(new RedisReplayStore(connection, Options));
        await AcceptsAsync(store);
        ReplayClaim[] claims = [.. Enumerable.Range(0, 10).Select(static i => ClaimLoad.Claim($"nonce-{i}"))];
        await CutOffAsync();
        Assert.Equal(Enumerable.Repeat(ReplayOutcome.Added, 10), await Task.WhenAll(claims.Select(claim => store.TryAddAsync(claim).AsTask())));

        await store.ReadAgeAsync();
        await _replica.CommandAsync("REPLICAOF", "NO", "ONE");
        await Server.CommandAsync("REPLICAOF", "127.0.0.1", _replica.Port);
        await ((ConnectionMultiplexer)connection).ConfigureAsync();

        Assert.DoesNotContain(ReplayOutcome.Added, await Task.WhenAll(claims.Select(claim => store.TryAddAsync(claim).AsTask())));
        Assert.NotEqual(0, await CountAsync(_replica));
    }

    [Fact]
    public async Task While_two_servers_are_masters_nothing_is_let_in()
    {
        IConnectionMultiplexer connection = await BothAsync();
        RedisReplayStore store = Keep(new RedisReplayStore(connection, Options));
        await AcceptsAsync(store);
        await _replica.CommandAsync("REPLICAOF", "NO", "ONE");
        await ((ConnectionMultiplexer)connection).ConfigureAsync();
        Assert.Equal(ReplayOutcome.TooEarly, await store.TryAddAsync(ClaimLoad.Claim("two masters")));

        await _replica.CommandAsync("REPLICAOF", "127.0.0.1", Server.Port);
        await ((ConnectionMultiplexer)connection).ConfigureAsync();
        await AcceptsAsync(store);
    }

    [Fact]
    public async Task One_server_behind_two_addresses_is_one_memory()
    {
        string both = $"{Server.ConnectionString},{Server.ConnectionString.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)}";
        ConnectionMultiplexer connection = Keep(await ConnectionMultiplexer.ConnectAsync(both));
        Assert.Equal(2, connection.GetServers().Count(static server => server is { IsConnected: true, IsReplica: false }));
        await AcceptsAsync(Keep(new RedisReplayStore(connection, Options)));
    }

    [Fact]
    public async Task Without_the_guard_what_the_replica_lacks_is_let_in_twice()
    {
        Options.GuardRestarts = false;
        ClaimLoad load = await TwoMachinesAsync();
        load.Start();
        await load.ProgressAsync();
        await CutOffAsync();
        await load.ProgressAsync();
        Server.Kill();
        await _replica.CommandAsync("REPLICAOF", "NO", "ONE");
        await load.ProgressAsync();
        await load.StopAsync();
        Assert.NotEqual(0, await load.ReplayAllAsync());
    }

    /// <summary>From here on the replica gets no more claims: it is told of another master, where nobody is.</summary>
    private Task CutOffAsync() => _replica.CommandAsync("REPLICAOF", "127.0.0.1", ServerProgram.FreePort());

    private async Task<ClaimLoad> TwoMachinesAsync()
    {
        RedisReplayStore first = await MachineAsync();
        if (Options.GuardRestarts)
        {
            await first.ReadAgeAsync();
        }

        return new ClaimLoad(first, await MachineAsync());
    }

    private async Task<RedisReplayStore> MachineAsync() => Keep(new RedisReplayStore(await BothAsync(), Options));

    private async Task<IConnectionMultiplexer> BothAsync()
    {
        string both = $"{Server.ConnectionString},{_replica.ConnectionString},abortConnect=false,connectTimeout=2000,configCheckSeconds=1";
        return Keep(await ConnectionMultiplexer.ConnectAsync(both));
    }

    /// <summary>Waits until new claims are accepted: a memory that has just begun refuses what may have been signed before.</summary>
    private static Task AcceptsAsync(RedisReplayStore store) =>
        Eventually.Holds(async () => await store.TryAddAsync(ClaimLoad.Claim(Guid.NewGuid().ToString())) == ReplayOutcome.Added);

    private static async Task<int> CountAsync(RedisServer server) => (int)(long)await server.CommandAsync("DBSIZE");

    private static async Task<string> RoleAsync(RedisServer server)
    {
        var role = (RedisResult[])(await server.CommandAsync("ROLE"))!;
        return role.Length > 3 ? $"{role[0]} {role[3]}" : $"{role[0]}";
    }
}
