using HmacKit.Redis.Tests.Servers;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace HmacKit.Redis.Tests.Telemetry;

public sealed class RedisHealthTests : RedisTest
{
    [Fact]
    public async Task A_server_as_it_should_be_is_healthy()
    {
        HealthCheckResult health = await CheckAsync(Connection);
        Assert.Equal((HealthStatus.Healthy, null), (health.Status, health.Description));
    }

    [Theory]
    [InlineData("allkeys-lru")]
    [InlineData("allkeys-random")]
    [InlineData("volatile-ttl")]
    [InlineData("volatile-lfu")]
    public async Task A_server_that_evicts_is_degraded_and_the_setting_is_named(string policy)
    {
        RedisServer server = await StartAsync("maxmemory 100mb", $"maxmemory-policy {policy}");
        HealthCheckResult health = await CheckAsync(await server.ConnectAsync());
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains($"'maxmemory-policy' is '{policy}'", health.Description, StringComparison.Ordinal);
        Assert.Contains("replayed", health.Description, StringComparison.Ordinal);
        Assert.Contains("noeviction", health.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_a_limit_of_memory_evicts_nothing_whatever_its_policy()
    {
        RedisServer server = await StartAsync("maxmemory-policy allkeys-lru");
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(await server.ConnectAsync())).Status);
    }

    [Fact]
    public async Task A_server_whose_memory_is_full_is_unhealthy()
    {
        RedisServer server = await StartAsync();
        ConnectionMultiplexer connection = await server.ConnectAsync();
        await CheckAsync(connection);
        await server.CommandAsync("CONFIG", "SET", "maxmemory", "1");
        HealthCheckResult health = await CheckAsync(connection);
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("'maxmemory'", health.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replica_is_unhealthy()
    {
        RedisServer replica = await StartAsync($"replicaof 127.0.0.1 {Server.Port}");
        HealthCheckResult health = await CheckAsync(await replica.ConnectAsync());
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("replica", health.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_rights_is_told_which_it_needs_and_has_enough_with_them()
    {
        RedisServer server = await StartAsync();
        await server.CommandAsync("ACL", "SETUSER", "default", "on", ">pass", "resetkeys", $"~{Options.KeyPrefix}*", "-@all", "+ping", "+echo", "+client", "+subscribe", "+set", "+get");
        ConnectionMultiplexer connection = await server.ConnectAsync(",password=pass");
        HealthCheckResult health = await CheckAsync(connection);
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        const string Advice = "It needs: ";
        Assert.Contains(Advice, health.Description, StringComparison.Ordinal);

        // What the message says is enough.
        string[] rights = health.Description![(health.Description!.IndexOf(Advice, StringComparison.Ordinal) + Advice.Length)..].Split(' ')[3..];
        RedisServer other = await StartAsync();
        await other.CommandAsync("ACL", ["SETUSER", "default", "on", ">pass", "resetkeys", "resetchannels", "-@all", "+ping", "+echo", "+client", .. rights]);
        ConnectionMultiplexer allowed = await other.ConnectAsync(",password=pass");
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(allowed)).Status);
        await using var changes = new RedisKeyChanges(allowed, Options);
        var cache = new CachedKeySource(new MemoryKeySource());
        changes.Watch(cache);
        await Eventually.Holds(() => Task.FromResult(changes.IsListening));
        await changes.AnnounceAsync("key");
    }

    [Fact]
    public async Task A_wrong_password_and_a_server_that_is_not_there_are_told_apart()
    {
        RedisServer server = await StartAsync("requirepass right");
        HealthCheckResult wrong = await CheckAsync(await server.ConnectAsync(",password=wrong"));
        Assert.Equal(HealthStatus.Unhealthy, wrong.Status);
        Assert.Contains("password", wrong.Description, StringComparison.Ordinal);
        server.Kill();
        HealthCheckResult away = await CheckAsync(await server.ConnectAsync(",password=right"));
        Assert.Equal(HealthStatus.Unhealthy, away.Status);
        Assert.Contains("can't be reached", away.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("right", away.Description, StringComparison.Ordinal);
    }

    private async Task<HealthCheckResult> CheckAsync(ConnectionMultiplexer connection)
    {
        ConnectionMultiplexer kept = connection == Connection ? connection : Keep(connection);
        RedisReplayStore store = Keep(new RedisReplayStore(kept, Options));
        return await new RedisHealth(() => kept, () => store, Options).FindAsync();
    }
}
