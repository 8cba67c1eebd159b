using HmacKit.Redis.Tests.Servers;
using StackExchange.Redis;

namespace HmacKit.Redis.Tests.Replay;

/// <summary>What protects when Redis has lost its memory. Times are those of the machine, which the server has too.</summary>
public sealed class StoreAgeTests : RedisTest
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(15);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private protected override Task<RedisServer> FindServerAsync() => StartAsync();

    [Fact]
    public async Task What_was_signed_before_Redis_was_first_used_is_refused_and_what_was_signed_after_is_not()
    {
        DateTimeOffset before = Now;
        RedisReplayStore store = Create();
        await store.ReadAgeAsync();
        Assert.Equal(ReplayOutcome.TooEarly, await store.TryAddAsync(Claim("a", before)));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("a", Now)));
        Assert.Equal(ReplayOutcome.TooEarly, await Create().TryAddAsync(Claim("b", before)));
    }

    [Fact]
    public async Task The_greatest_difference_of_clocks_is_added()
    {
        Options.MaxClockDifference = Margin;
        RedisReplayStore store = Create();
        await store.ReadAgeAsync();
        Assert.Equal(ReplayOutcome.TooEarly, await store.TryAddAsync(Claim("a", Now)));
        Assert.Equal(ReplayOutcome.TooEarly, await store.TryAddAsync(Claim("b", Now + Margin - TimeSpan.FromSeconds(5))));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("c", Now + Margin)));
    }

    [Fact]
    public async Task A_second_machine_finds_the_age_that_the_first_one_has_set()
    {
        await Create().ReadAgeAsync();
        string? known = await Connection.GetDatabase().StringGetAsync(Options.KeyPrefix + "age");
        Assert.NotNull(known);
        RedisReplayStore second = Create(await ConnectAsync());
        Assert.True(await second.ReadAgeAsync() > TimeSpan.Zero);
        Assert.Equal(known, (string?)await Connection.GetDatabase().StringGetAsync(Options.KeyPrefix + "age"));
    }

    [Fact]
    public async Task What_was_used_before_a_restart_is_refused_after_it()
    {
        RedisReplayStore store = Create();
        await store.ReadAgeAsync();
        ReplayClaim used = Claim("used", Now);
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(used));

        Server.Kill();
        await Server.RestartAsync();
        await Answers(store);
        Assert.Equal(ReplayOutcome.TooEarly, await store.TryAddAsync(used));
        Assert.Equal(ReplayOutcome.TooEarly, await Create(await ConnectAsync()).TryAddAsync(used));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("new", Now)));
    }

    [Fact]
    public async Task What_was_used_since_the_last_snapshot_is_refused_after_a_restart()
    {
        RedisServer server = await StartAsync("save 3600 100000");
        using ConnectionMultiplexer connection = await server.ConnectAsync();
        RedisReplayStore store = Create(connection);
        await store.ReadAgeAsync();
        await server.CommandAsync("SAVE");
        ReplayClaim used = Claim("used", Now);
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(used));

        // The snapshot brings the key with the age back, and knows nothing of the claim.
        server.Kill();
        await server.RestartAsync();
        await Answers(store);
        Assert.True((bool)await connection.GetDatabase().KeyExistsAsync(Options.KeyPrefix + "age"));
        Assert.Equal(ReplayOutcome.TooEarly, await store.TryAddAsync(used));
    }

    [Fact]
    public async Task After_a_flush_what_was_used_is_refused_within_the_second_in_which_the_age_is_read_again()
    {
        var clock = new SteppedClock();
        Options.TimeProvider = clock;
        RedisReplayStore store = Create();
        await store.ReadAgeAsync();
        ReplayClaim used = Claim("used", clock.GetUtcNow());
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(used));
        await Server.CommandAsync("FLUSHALL");
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(ReplayOutcome.TooEarly, await store.TryAddAsync(used));
    }

    [Fact]
    public async Task Without_the_guard_what_was_used_is_taken_once_more_after_a_restart()
    {
        Options.GuardRestarts = false;
        RedisReplayStore store = Create();
        ReplayClaim used = Claim("used", Now);
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(used));
        Server.Kill();
        await Server.RestartAsync();
        await Answers(store);
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(used));
        Assert.Null(await store.ReadAgeAsync());
    }

    [Fact]
    public async Task The_age_is_asked_for_once_and_not_for_each_claim()
    {
        RedisReplayStore store = Create();
        for (int i = 0; i < 200; i++)
        {
            await store.TryAddAsync(Claim($"{i}", Now));
        }

        string statistics = (string)(await Server.CommandAsync("INFO", "commandstats"))!;
        string calls = statistics.Split('\n').Single(line => line.StartsWith("cmdstat_evalsha:", StringComparison.Ordinal)).Split('=', ',')[1];
        Assert.InRange(int.Parse(calls), 1, 10);
        Assert.Contains("cmdstat_set:calls=20", statistics, StringComparison.Ordinal);
    }

    private static ReplayClaim Claim(string value, DateTimeOffset signedAt) => new("scheme", "key", value, signedAt, signedAt + TimeSpan.FromMinutes(10));

    private static Task Answers(RedisReplayStore store) => Eventually.Holds(async () =>
    {
        try
        {
            await store.TryAddAsync(Claim("probe", Now));
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return false;
        }
    });

    private RedisReplayStore Create(IConnectionMultiplexer? connection = null) => Keep(new RedisReplayStore(connection ?? Connection, Options));

    /// <summary>The machine's clock, with the seconds that a test adds.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        private TimeSpan _ahead;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;

        public override long GetTimestamp() => System.GetTimestamp() + (long)(_ahead.TotalSeconds * TimestampFrequency);

        public void Advance(TimeSpan time) => _ahead += time;
    }
}
