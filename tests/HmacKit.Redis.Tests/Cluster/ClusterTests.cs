using System.Globalization;
using HmacKit.Redis.Tests.Servers;
using StackExchange.Redis;

namespace HmacKit.Redis.Tests.Cluster;

/// <summary>A real Redis Cluster of three masters, each with a third of the slots.</summary>
[NeedsProgram(RedisServer.Program)]
public sealed class ClusterTests : IAsyncLifetime
{
    private const int Slots = 16_384;

    private static readonly string[] Complete = ["cluster_state:ok", "cluster_known_nodes:3", "cluster_size:3", $"cluster_slots_ok:{Slots}"];

    private readonly List<RedisServer> _masters = [];
    private readonly RedisOptions _options = new() { KeyPrefix = RedisServer.NewPrefix(), MaxClockDifference = TimeSpan.Zero };
    private ConnectionMultiplexer _connection = null!;

    public async Task InitializeAsync()
    {
        for (int i = 0; i < 3; i++)
        {
            int busPort = ServerProgram.FreePort();
            RedisServer master = await RedisServer.StartAsync("cluster-enabled yes", $"cluster-port {busPort}", "cluster-node-timeout 2000", "cluster-require-full-coverage no");
            await master.CommandAsync("CLUSTER", "ADDSLOTSRANGE", Slots * i / 3, (Slots * (i + 1) / 3) - 1);
            if (i > 0)
            {
                await _masters[0].CommandAsync("CLUSTER", "MEET", "127.0.0.1", master.Port, busPort);
            }

            _masters.Add(master);
        }

        foreach (RedisServer master in _masters)
        {
            await Eventually.Holds(async () => Complete.All(((string)(await master.CommandAsync("CLUSTER", "INFO"))!).Contains));
        }

        _connection = await ConnectionMultiplexer.ConnectAsync(string.Join(',', _masters.Select(master => master.ConnectionString)) + ",abortConnect=false");
        await Eventually.Holds(AnswersForEverySlotAsync);
    }

    public async Task DisposeAsync()
    {
        _connection?.Dispose();
        foreach (RedisServer master in _masters)
        {
            await master.DisposeAsync();
        }
    }

    [Fact]
    public async Task Nonces_and_buckets_are_spread_over_all_masters_and_several_limits_are_one_call()
    {
        using var store = new RedisReplayStore(_connection, _options);
        var buckets = new RedisTokenBuckets(_connection, _options);
        BucketLimits limits = [BucketLimit.PerHour(10), BucketLimit.PerDay(15)];
        for (int i = 0; i < 100; i++)
        {
            DateTimeOffset signedAt = TimeProvider.System.GetUtcNow().AddSeconds(5);
            var claim = new ReplayClaim("scheme", "key", i.ToString(CultureInfo.InvariantCulture), signedAt, signedAt.AddMinutes(1));
            Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(claim));
            Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(claim));
            Assert.Equal(3, (await buckets.TakeAsync($"caller {i}", limits, 7)).Remaining);
            Assert.Equal(LimitStatus.Exhausted, (await buckets.TakeAsync($"caller {i}", limits, 7)).Status);
            Assert.Equal(8, (await buckets.TakeAsync($"caller {i}", [limits[1]], 0)).Remaining);
        }

        foreach (RedisServer master in _masters)
        {
            Assert.InRange(await _connection.GetServer(master.ConnectionString).DatabaseSizeAsync(), 60, 180);
        }
    }

    [Fact]
    public async Task Of_three_masters_one_comes_back_empty_and_nothing_that_was_used_is_taken_again()
    {
        using var store = new RedisReplayStore(_connection, _options);
        await store.ReadAgeAsync();
        DateTimeOffset signedAt = TimeProvider.System.GetUtcNow();
        ReplayClaim[] used = [.. Enumerable.Range(0, 100).Select(i => new ReplayClaim("scheme", "key", $"used {i}", signedAt, signedAt.AddMinutes(10)))];
        foreach (ReplayClaim claim in used)
        {
            Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(claim));
        }

        _masters[1].Kill();
        await _masters[1].RestartAsync();
        await Eventually.Holds(() => Task.FromResult(_connection.GetServer(_masters[1].ConnectionString).IsConnected));
        Assert.Equal(0, await _connection.GetServer(_masters[1].ConnectionString).DatabaseSizeAsync());
        foreach (ReplayClaim claim in used)
        {
            await Eventually.Holds(async () => await OutcomeAsync(store, claim) is ReplayOutcome.TooEarly);
        }
    }

    // A master that has only just met the others may still think that most of them are away.
    private async Task<bool> AnswersForEverySlotAsync()
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(i => _connection.GetDatabase().StringGetAsync($"{_options.KeyPrefix}{i}")));
            return true;
        }
        catch (RedisException)
        {
            return false;
        }
    }

    private static async Task<ReplayOutcome> OutcomeAsync(RedisReplayStore store, ReplayClaim claim)
    {
        try
        {
            ReplayOutcome outcome = await store.TryAddAsync(claim);
            Assert.NotEqual(ReplayOutcome.Added, outcome);
            return outcome;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return ReplayOutcome.Unavailable;
        }
    }
}
