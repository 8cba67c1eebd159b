using System.Text.RegularExpressions;
using HmacKit.Contracts;
using HmacKit.Redis.Tests.Servers;
using StackExchange.Redis;

namespace HmacKit.Redis.Tests.Limits;

public sealed partial class RedisTokenBucketsTests : RedisTest
{
    private static readonly BucketLimits Hour = [BucketLimit.PerHour(100)];

    [Fact]
    public async Task The_server_s_clock_counts_and_not_that_of_a_machine()
    {
        // Machines whose clocks are a day apart share one bucket, and none of them refills it for the others.
        foreach (int hours in (int[])[0, 24, -24, 240])
        {
            var clock = new ManualTimeProvider();
            clock.Shift(TimeSpan.FromHours(hours));
            Options.TimeProvider = clock;
            Assert.True((await new RedisTokenBuckets(Connection, Options).TakeAsync("caller", Hour, 25)).Allowed);
        }

        LimitDecision decision = await new RedisTokenBuckets(Connection, Options).TakeAsync("caller", Hour, 25);
        Assert.Equal(LimitStatus.Exhausted, decision.Status);
        DateTime server = await Connection.GetServer(Server.ConnectionString).TimeAsync();
        Assert.InRange(decision.Reset - server, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(60));
    }

    [Fact]
    public async Task Tokens_flow_in_with_the_server_s_time()
    {
        var buckets = new RedisTokenBuckets(Connection, Options);
        BucketLimits fast = [new BucketLimit(1, 1000, TimeSpan.FromSeconds(1))];
        Assert.True((await buckets.TakeAsync("caller", fast)).Allowed);
        await Eventually.Holds(async () => (await buckets.TakeAsync("caller", fast)).Allowed);
    }

    [Fact]
    public async Task A_server_clock_that_is_set_back_gives_nothing_and_makes_nobody_wait_longer_than_an_empty_bucket_does()
    {
        var clock = new ManualTimeProvider();
        var buckets = new RedisTokenBuckets(Connection, Options, clock);
        await buckets.TakeAsync("caller", Hour, 70);
        clock.Shift(TimeSpan.FromDays(-1));
        LimitDecision refused = await buckets.TakeAsync("caller", Hour);
        Assert.Equal(LimitStatus.Exhausted, refused.Status);
        Assert.Equal(TimeSpan.FromSeconds(36), refused.RetryAfter);
        clock.Shift(TimeSpan.FromMinutes(30));
        Assert.Equal(50, (await buckets.TakeAsync("caller", Hour, 0)).Remaining);
    }

    [Fact]
    public async Task A_server_clock_that_jumps_ahead_fills_the_bucket_and_no_more()
    {
        var clock = new ManualTimeProvider();
        var buckets = new RedisTokenBuckets(Connection, Options, clock);
        await buckets.TakeAsync("caller", Hour, 100);
        clock.Shift(TimeSpan.FromDays(365));
        Assert.Equal(0, (await buckets.TakeAsync("caller", Hour, 100)).Remaining);
        Assert.False((await buckets.TakeAsync("caller", Hour)).Allowed);
    }

    [Fact]
    public async Task A_bucket_is_gone_once_it_is_full_again()
    {
        var buckets = new RedisTokenBuckets(Connection, Options);
        await buckets.TakeAsync("caller", [new BucketLimit(10, 10, TimeSpan.FromMilliseconds(40), "fast")], 10);
        await Eventually.Holds(async () => (await Keys()).Count == 0);
        await buckets.TakeAsync("caller", Hour, 50);
        TimeSpan? life = await Connection.GetDatabase().KeyTimeToLiveAsync((await Keys()).Single());
        Assert.InRange(life!.Value, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(30) + TimeSpan.FromMilliseconds(2));
    }

    [Fact]
    public async Task What_only_looks_and_what_is_refused_writes_nothing()
    {
        var buckets = new RedisTokenBuckets(Connection, Options);
        await buckets.TakeAsync("caller", Hour, 0);
        await buckets.TakeAsync("caller", Hour, 101);
        Assert.Empty(await Keys());
    }

    [Fact]
    public async Task All_buckets_of_a_caller_are_in_one_slot_of_a_cluster_and_those_of_callers_are_spread()
    {
        var buckets = new RedisTokenBuckets(Connection, Options);
        for (int i = 0; i < 30; i++)
        {
            await buckets.TakeAsync($"caller {i}", [BucketLimit.PerMinute(1000), BucketLimit.PerHour(1000), BucketLimit.PerDay(1000)], 1000);
        }

        List<RedisKey> keys = await Keys();
        Assert.Equal(90, keys.Count);
        var slots = new Dictionary<string, HashSet<long>>();
        foreach (RedisKey key in keys)
        {
            Match match = BucketKey().Match((string)key!);
            Assert.True(match.Success, (string)key!);
            Assert.True(slots.TryGetValue(match.Groups["caller"].Value, out HashSet<long>? own) || slots.TryAdd(match.Groups["caller"].Value, own = []));
            own!.Add(SlotOf((string)key!));
        }

        Assert.Equal(30, slots.Count);
        Assert.All(slots.Values, slot => Assert.Single(slot));
        Assert.True(slots.Values.SelectMany(slot => slot).Distinct().Count() > 20);
    }

    [Fact]
    public async Task After_the_server_s_scripts_are_flushed_calls_go_on()
    {
        var buckets = new RedisTokenBuckets(Connection, Options);
        for (int i = 1; i <= 3; i++)
        {
            Assert.Equal(100 - i, (await buckets.TakeAsync("caller", Hour)).Remaining);
            await Server.CommandAsync("SCRIPT", "FLUSH");
        }
    }

    [Fact]
    public async Task Four_connections_never_get_more_than_one_bucket_has()
    {
        // The rate is slow enough that nothing flows in during the test.
        BucketLimits limits = [new BucketLimit(700, 700, TimeSpan.FromDays(300), "few"), new BucketLimit(5000, 5000, TimeSpan.FromDays(300), "many")];
        ConnectionMultiplexer[] connections = [Connection, await ConnectAsync(), await ConnectAsync(), await ConnectAsync()];
        int granted = 0;
        await Simultaneous.Run(4, async machine =>
        {
            var buckets = new RedisTokenBuckets(connections[machine], Options);
            for (int i = 0; i < 300; i++)
            {
                int tokens = 1 + (i % 3);
                if ((await buckets.TakeAsync("caller", limits, tokens)).Allowed)
                {
                    Interlocked.Add(ref granted, tokens);
                }
            }
        });

        Assert.Equal(700, granted);
        Assert.Equal(4300, (await new RedisTokenBuckets(Connection, Options).TakeAsync("caller", [limits[1]], 0)).Remaining);
    }

    /// <summary>As in the Redis Cluster specification: CRC16 (XMODEM) of what is between the braces, modulo 16,384.</summary>
    private static long SlotOf(string key)
    {
        int start = key.IndexOf('{') + 1;
        int crc = 0;
        foreach (char c in key[start..key.IndexOf('}', start)])
        {
            crc ^= c << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x1021) & 0xFFFF : (crc << 1) & 0xFFFF;
            }
        }

        return crc % 16_384;
    }

    private async Task<List<RedisKey>> Keys()
    {
        var keys = (RedisKey[])(await Server.CommandAsync("KEYS", Options.KeyPrefix + "*"))!;
        return [.. keys];
    }

    [GeneratedRegex(@"^test-[0-9a-f]{32}:b:\{(?<caller>[A-Za-z0-9_-]{22})\}:(minute|hour|day):1000:1000:[0-9]+$")]
    private static partial Regex BucketKey();
}
