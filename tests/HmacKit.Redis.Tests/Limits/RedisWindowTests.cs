using HmacKit.Contracts;
using HmacKit.Redis.Tests.Servers;
using StackExchange.Redis;

namespace HmacKit.Redis.Tests.Limits;

public sealed class RedisWindowTests : RedisTest
{
    private static readonly BucketLimits Hundred = [BucketLimit.InAnyHour(100)];
    private static readonly BucketLimits Thousand = [BucketLimit.InAnyHour(1000)];

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task A_server_clock_that_is_set_back_gives_nothing_and_makes_nobody_wait_for_longer_than_the_period(int number)
    {
        var clock = new ManualTimeProvider();
        var buckets = new RedisTokenBuckets(Connection, Options, clock);
        BucketLimits limits = [BucketLimit.InAnyHour(number)];
        for (int i = 0; i < 10; i++)
        {
            await buckets.TakeAsync("caller", limits, number / 10);
            clock.Shift(TimeSpan.FromMinutes(1));
        }

        clock.Shift(TimeSpan.FromDays(-1));
        for (int minutes = 60; minutes > 0; minutes -= 10)
        {
            LimitDecision refused = await buckets.TakeAsync("caller", limits);
            Assert.Equal((LimitStatus.Exhausted, TimeSpan.FromMinutes(minutes)), (refused.Status, refused.RetryAfter));
            clock.Shift(TimeSpan.FromMinutes(10));
        }

        Assert.Equal(number - 1, (await buckets.TakeAsync("caller", limits)).Remaining);
    }

    [Fact]
    public async Task A_window_is_a_key_of_bounded_length_that_is_gone_once_it_is_empty()
    {
        var clock = new ManualTimeProvider();
        var told = new RedisTokenBuckets(Connection, Options, clock);
        for (int i = 0; i < 990; i++)
        {
            Assert.True((await told.TakeAsync("caller", Thousand)).Allowed);
            clock.Advance(TimeSpan.FromSeconds(3.5));
        }

        IDatabase database = Connection.GetDatabase();
        RedisKey key = (await Keys()).Single();
        Assert.EndsWith(":hour:in:1000:3600000", (string)key!, StringComparison.Ordinal);
        Assert.InRange(await database.StringLengthAsync(key), 500, 102 * 17);
        await database.KeyDeleteAsync(key);

        var buckets = new RedisTokenBuckets(Connection, Options);
        await buckets.TakeAsync("caller", Hundred, 50);
        Assert.InRange((await database.KeyTimeToLiveAsync((await Keys()).Single()))!.Value, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1) + TimeSpan.FromMilliseconds(3));
        await buckets.TakeAsync("another", [BucketLimit.InAny(5, TimeSpan.FromMilliseconds(40))], 5);
        await Eventually.Holds(async () => (await Keys()).Count == 1);
    }

    [Fact]
    public async Task Tokens_of_a_window_are_never_leased()
    {
        var clock = new ManualTimeProvider();
        var first = new LeasedTokenBuckets(new RedisTokenBuckets(Connection, Options, clock), 10, TimeSpan.FromSeconds(1), clock);
        var second = new LeasedTokenBuckets(new RedisTokenBuckets(Connection, Options, clock), 10, TimeSpan.FromSeconds(1), clock);
        BucketLimits limits = [BucketLimit.PerDay(1000), BucketLimit.InAnyHour(15)];
        for (int left = 14; left > 0; left -= 2)
        {
            Assert.Equal(left, (await first.TakeAsync("caller", limits)).Remaining);
            Assert.Equal(left - 1, (await second.TakeAsync("caller", limits)).Remaining);
        }

        Assert.True((await first.TakeAsync("caller", limits)).Allowed);
        Assert.False((await second.TakeAsync("caller", limits)).Allowed);
    }

    private async Task<List<RedisKey>> Keys() => [.. (RedisKey[])(await Server.CommandAsync("KEYS", Options.KeyPrefix + "*"))!];
}
