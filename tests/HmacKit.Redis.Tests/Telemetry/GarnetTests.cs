using HmacKit.Redis.Tests.Servers;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace HmacKit.Redis.Tests.Telemetry;

/// <summary>Garnet runs scripts at the same time unless it is told otherwise.</summary>
[NeedsProgram(GarnetServer.Program)]
public sealed class GarnetTests
{
    private const int Capacity = 200;

    private readonly RedisOptions _options = new() { KeyPrefix = RedisServer.NewPrefix(), MaxClockDifference = TimeSpan.Zero };

    [Fact]
    public async Task Where_scripts_mix_the_health_check_says_so()
    {
        await using RedisServer server = await GarnetServer.StartAsync();
        using ConnectionMultiplexer connection = await server.ConnectAsync();
        HealthCheckResult health = await CheckAsync(connection);
        Assert.NotEqual(HealthStatus.Healthy, health.Status);
        Assert.Contains("--lua-transaction-mode", health.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_its_transaction_mode_no_bucket_gives_more_than_it_holds()
    {
        await using RedisServer server = await GarnetServer.StartAsync("--lua-transaction-mode");
        using ConnectionMultiplexer connection = await server.ConnectAsync();
        Assert.DoesNotContain("scripts", (await CheckAsync(connection)).Description ?? "", StringComparison.Ordinal);

        using ConnectionMultiplexer other = await server.ConnectAsync();
        RedisTokenBuckets[] stores = [new(connection, _options), new(other, _options)];
        BucketLimits limits = BucketLimits.Create(BucketLimit.PerHour(Capacity));
        for (int round = 0; round < 5; round++)
        {
            string key = $"caller-{round}";
            LimitDecision[] decisions = await Task.WhenAll(Enumerable.Range(0, 2 * Capacity).Select(i => stores[i % 2].TakeAsync(key, limits, 1, default).AsTask()));
            Assert.Equal(Capacity, decisions.Count(decision => decision.Allowed));
        }
    }

    private async Task<HealthCheckResult> CheckAsync(ConnectionMultiplexer connection)
    {
        using var store = new RedisReplayStore(connection, _options);
        return await new RedisHealth(() => connection, () => store, _options).FindAsync();
    }
}
