using HmacKit.Contracts;
using HmacKit.Redis.Tests.Servers;
using StackExchange.Redis;

namespace HmacKit.Redis.Tests.Replay;

public sealed class RedisReplayStoreTests : RedisTest
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task An_entry_outlives_its_claim_by_the_greatest_difference_of_clocks()
    {
        RedisReplayStore store = Create(TimeSpan.FromSeconds(15));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("nonce")));
        TimeSpan? life = await Connection.GetDatabase().KeyTimeToLiveAsync(KeyOf(Claim("nonce")));
        Assert.InRange(life!.Value, Life + TimeSpan.FromSeconds(14), Life + TimeSpan.FromSeconds(15.001));
    }

    [Fact]
    public async Task Of_two_machines_ten_seconds_apart_the_slow_one_still_sees_what_the_fast_one_has_added()
    {
        // The fast machine's clock is at the claim's last second. What it adds must be there until the slow one's clock is there too.
        var slow = new ManualTimeProvider();
        _clock.Shift(TimeSpan.FromSeconds(10));
        ReplayClaim claim = new("scheme", "key", "nonce", slow.GetUtcNow(), _clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        Assert.Equal(ReplayOutcome.Added, await Create(TimeSpan.FromSeconds(15)).TryAddAsync(claim));
        TimeSpan? life = await Connection.GetDatabase().KeyTimeToLiveAsync(KeyOf(claim));
        Assert.True(life > claim.Expires - slow.GetUtcNow(), $"{life} is too short");

        RedisReplayStore other = Create(TimeSpan.FromSeconds(15), slow);
        Assert.Equal(ReplayOutcome.Seen, await other.TryAddAsync(claim));
    }

    [Fact]
    public async Task A_claim_in_its_last_tick_is_still_added_once()
    {
        RedisReplayStore store = Create(TimeSpan.Zero);
        ReplayClaim claim = new("scheme", "key", "nonce", _clock.GetUtcNow(), _clock.GetUtcNow() + TimeSpan.FromTicks(1));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(claim));
    }

    [Fact]
    public async Task Expired_entries_leave_nothing_behind()
    {
        RedisReplayStore store = Create(TimeSpan.Zero);
        ReplayClaim claim = new("scheme", "key", "nonce", _clock.GetUtcNow(), _clock.GetUtcNow() + TimeSpan.FromMilliseconds(1));
        await store.TryAddAsync(claim);
        await Eventually.Holds(async () => !(bool)await Connection.GetDatabase().ExecuteAsync("EXISTS", KeyOf(claim)));
    }

    [Fact]
    public async Task Applications_with_other_prefixes_or_databases_have_memories_of_their_own()
    {
        Assert.Equal(ReplayOutcome.Added, await Create(TimeSpan.Zero).TryAddAsync(Claim("nonce")));
        var other = new RedisOptions { KeyPrefix = RedisServer.NewPrefix(), GuardRestarts = false, TimeProvider = _clock };
        Assert.Equal(ReplayOutcome.Added, await Keep(new RedisReplayStore(Connection, other)).TryAddAsync(Claim("nonce")));
        other.KeyPrefix = Options.KeyPrefix;
        other.Database = 3;
        Assert.Equal(ReplayOutcome.Added, await Keep(new RedisReplayStore(Connection, other)).TryAddAsync(Claim("nonce")));
    }

    [Fact]
    public async Task Of_20_000_nonces_claimed_over_two_connections_at_once_each_is_added_once()
    {
        const int Claims = 20_000;
        RedisReplayStore[] stores = [Create(TimeSpan.Zero), Create(TimeSpan.Zero, _clock, await ConnectAsync())];
        var outcomes = new Task<ReplayOutcome>[2 * Claims];
        await Simultaneous.Run(2, async machine =>
        {
            for (int i = 0; i < Claims; i++)
            {
                outcomes[(2 * i) + machine] = stores[machine].TryAddAsync(Claim($"nonce-{i}")).AsTask();
                if (i % 64 == 63)
                {
                    await outcomes[(2 * i) + machine];
                }
            }
        });

        ReplayOutcome[] results = await Task.WhenAll(outcomes);
        for (int i = 0; i < Claims; i++)
        {
            Assert.Equal([ReplayOutcome.Added, ReplayOutcome.Seen], results[(2 * i)..((2 * i) + 2)].Order());
        }
    }

    private ReplayClaim Claim(string value) => new("scheme", "key", value, _clock.GetUtcNow(), _clock.GetUtcNow() + Life);

    private RedisKey KeyOf(ReplayClaim claim) => new ReplayKeys(Options.KeyPrefix).Of(claim);

    private RedisReplayStore Create(TimeSpan difference, TimeProvider? clock = null, IConnectionMultiplexer? connection = null) => Keep(new RedisReplayStore(
        connection ?? Connection, new() { KeyPrefix = Options.KeyPrefix, GuardRestarts = false, MaxClockDifference = difference, TimeProvider = clock ?? _clock }));
}
