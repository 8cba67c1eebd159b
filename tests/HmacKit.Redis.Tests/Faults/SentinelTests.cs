using System.Globalization;
using HmacKit.Redis.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace HmacKit.Redis.Tests.Faults;

/// <summary>A real Sentinel watches a master and its replica, promotes the replica, and tells the machines, which know the Sentinel alone.</summary>
public sealed class SentinelTests : RedisTest
{
    private RedisServer _replica = null!;
    private ServerProgram _sentinel = null!;

    private string ConnectionString => $"127.0.0.1:{_sentinel.Port},serviceName=claims,abortConnect=false,connectTimeout=2000";

    private protected override Task<RedisServer> FindServerAsync() => StartAsync();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _replica = await StartAsync($"replicaof 127.0.0.1 {Server.Port}");
        _sentinel = await ServerProgram.StartAsync(RedisServer.Program, Configure);
        await Eventually.Holds(async () =>
        {
            var known = (RedisResult[])(await AskSentinelAsync("REPLICAS"))!;
            return known.Length == 1 && ((string[])known[0]!).Contains("ok");
        });
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _sentinel.DisposeAsync();
    }

    [Fact]
    public async Task A_replica_that_is_promoted_when_its_master_is_killed_lets_nothing_in_twice()
    {
        ClaimLoad load = await LaggingReplicaAsync();
        Server.Kill();
        await load.ProgressAsync();
        await load.StopAsync();
        Assert.True(await IsMasterAsync(_replica));
        await load.NothingIsTakenTwiceAsync();
    }

    [Fact]
    public async Task A_replica_that_is_promoted_by_hand_beside_its_living_master_lets_nothing_in_twice()
    {
        ClaimLoad load = await LaggingReplicaAsync();
        await AskSentinelAsync("FAILOVER");
        await Eventually.Holds(() => IsMasterAsync(_replica));
        await load.ProgressAsync();
        await load.StopAsync();
        await load.NothingIsTakenTwiceAsync();
    }

    [Fact]
    public async Task With_client_3_a_host_starts_without_its_Sentinel_and_accepts_when_it_is_there()
    {
        _sentinel.Kill();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHmacKit(hmac => hmac.UseRedis(ConnectionString, options => options.MaxClockDifference = TimeSpan.Zero));
        using IHost host = builder.Build();
        if (typeof(ConnectionMultiplexer).Assembly.GetName().Version!.Major < 3)
        {
            await Assert.ThrowsAsync<RedisConnectionException>(() => host.StartAsync());
            return;
        }

        await host.StartAsync();
        var store = host.Services.GetRequiredService<IReplayStore>();
        Assert.Equal(ReplayOutcome.Unavailable, await store.TryAddAsync(ClaimLoad.Claim("early")));
        await _sentinel.RestartAsync();
        await Eventually.Holds(async () => await store.TryAddAsync(ClaimLoad.Claim(Guid.NewGuid().ToString())) == ReplayOutcome.Added);
    }

    /// <summary>Load, of which the replica lacks the last claims: it was told of a master where nobody is, which the Sentinel puts right after some seconds only.</summary>
    private async Task<ClaimLoad> LaggingReplicaAsync()
    {
        RedisReplayStore first = await MachineAsync();
        await first.ReadAgeAsync();
        var load = new ClaimLoad(first, await MachineAsync());
        load.Start();
        await load.ProgressAsync();
        await _replica.CommandAsync("REPLICAOF", "127.0.0.1", ServerProgram.FreePort());
        await load.ProgressAsync();
        Assert.True(load.Accepted > (int)await _replica.CommandAsync("DBSIZE"), "The replica has all claims, so there would be nothing to let in twice.");
        return load;
    }

    private async Task<RedisReplayStore> MachineAsync() => Keep(new RedisReplayStore(Keep(await ConnectionMultiplexer.ConnectAsync(ConnectionString)), Options));

    private async Task<RedisResult> AskSentinelAsync(string command)
    {
        using ConnectionMultiplexer connection = await ConnectionMultiplexer.SentinelConnectAsync($"127.0.0.1:{_sentinel.Port},allowAdmin=true");
        return await connection.GetServer("127.0.0.1", _sentinel.Port).ExecuteAsync("SENTINEL", command, "claims");
    }

    private static async Task<bool> IsMasterAsync(RedisServer server) =>
        ((RedisResult[])(await server.CommandAsync("ROLE"))!)[0].ToString() == "master";

    // A Sentinel keeps what it learns in its settings' file.
    private IEnumerable<string> Configure(int port, string folder)
    {
        string file = Path.Combine(folder, "sentinel.conf");
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"""
            port {port}
            bind 127.0.0.1
            dir {folder}
            logfile sentinel.log
            sentinel monitor claims 127.0.0.1 {Server.Port} 1
            sentinel down-after-milliseconds claims 500
            sentinel failover-timeout claims 5000

            """));
        return [file, "--sentinel"];
    }
}
