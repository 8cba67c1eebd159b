using HmacKit.Contracts;

namespace HmacKit.Tests.Limits;

public sealed class CallerLimiterTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly Dictionary<string, string?> _tierOf = new() { ["f"] = "free", ["p"] = "pro", ["g"] = "gone", ["n"] = null };
    private readonly MemoryTokenBuckets _store;
    private readonly LimitTiers _tiers = new()
    {
        ["free"] = [BucketLimit.PerHour(100)],
        ["pro"] = [BucketLimit.PerHour(1_000)],
    };

    public CallerLimiterTests() => _store = new MemoryTokenBuckets(time: _clock);

    [Fact]
    public async Task A_caller_gets_what_its_tier_has()
    {
        CallerLimiter limiter = Limiter();
        Assert.Equal(99, (await limiter.TakeAsync("f")).Remaining);
        Assert.Equal(990, (await limiter.TakeAsync("p", 10)).Remaining);
        Assert.Equal(LimitStatus.OverCapacity, (await limiter.TakeAsync("f", 101)).Status);
    }

    [Theory]
    [InlineData("g")]
    [InlineData("n")]
    public async Task A_caller_whose_tier_is_not_there_is_refused(string caller)
    {
        LimitDecision refused = await Limiter().TakeAsync(caller);
        Assert.Equal(LimitStatus.UnknownTier, refused.Status);
        Assert.False(refused.Allowed);
        Assert.Null(refused.Binding);
    }

    [Theory]
    [InlineData("g")]
    [InlineData("n")]
    public async Task A_caller_whose_tier_is_not_there_gets_the_fallback_tier_if_there_is_one(string caller)
    {
        CallerLimiter limiter = Limiter("free");
        Assert.Equal(99, (await limiter.TakeAsync(caller)).Remaining);
        Assert.Equal(999, (await limiter.TakeAsync("p")).Remaining);
        _tiers.Remove("free");
        Assert.Equal(LimitStatus.UnknownTier, (await limiter.TakeAsync(caller)).Status);
    }

    [Fact]
    public async Task Without_a_fallback_tier_of_its_own_a_limiter_takes_that_of_the_tiers()
    {
        CallerLimiter limiter = Limiter();
        _tiers.FallbackTier = "pro";
        Assert.Equal(999, (await limiter.TakeAsync("n")).Remaining);
        Assert.Equal(99, (await Limiter("free").TakeAsync("n")).Remaining);
    }

    [Fact]
    public void A_fallback_tier_that_is_not_there_stops_the_program_at_start_up()
    {
        var refused = Assert.Throws<ArgumentException>("fallbackTier", () => Limiter("basic"));
        Assert.StartsWith("There is no tier 'basic'. There are: free, pro.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tier_that_is_changed_counts_from_the_next_call_on()
    {
        CallerLimiter limiter = Limiter();
        await limiter.TakeAsync("f", 100);
        Assert.False((await limiter.TakeAsync("f")).Allowed);
        _tiers["free"] = [BucketLimit.PerHour(200)];
        Assert.Equal(199, (await limiter.TakeAsync("f")).Remaining);
        _tierOf["f"] = "pro";
        Assert.Equal(999, (await limiter.TakeAsync("f")).Remaining);
    }

    [Fact]
    public async Task Going_back_to_an_earlier_tier_brings_no_new_tokens()
    {
        CallerLimiter limiter = Limiter();
        await limiter.TakeAsync("f", 100);
        _tierOf["f"] = "pro";
        await limiter.TakeAsync("f", 1);
        _tierOf["f"] = "free";
        Assert.Equal(LimitStatus.Exhausted, (await limiter.TakeAsync("f")).Status);
    }

    [Fact]
    public async Task A_look_up_may_take_its_time()
    {
        var tier = new TaskCompletionSource<string?>();
        var limiter = CallerLimiter.Create(_tiers, _store, (_, _) => new(tier.Task));
        ValueTask<LimitDecision> pending = limiter.TakeAsync("caller", 3);
        Assert.False(pending.IsCompleted);
        tier.SetResult("pro");
        Assert.Equal(997, (await pending).Remaining);
    }

    [Fact]
    public async Task A_look_up_that_fails_lets_nothing_through_and_says_why()
    {
        var limiter = CallerLimiter.Create(_tiers, _store, static (_, _) => throw new TimeoutException("The database is away."), "free");
        await Assert.ThrowsAsync<TimeoutException>(async () => await limiter.TakeAsync("caller"));
        Assert.Equal(100, _store.Take("caller", _tiers["free"], 0).Remaining);
    }

    [Fact]
    public async Task The_look_up_is_told_of_the_caller_and_of_cancellation()
    {
        using var source = new CancellationTokenSource();
        (string Caller, CancellationToken Token) asked = default;
        var limiter = CallerLimiter.Create(_tiers, _store, (caller, token) =>
        {
            asked = (caller, token);
            return new("free");
        });
        await limiter.TakeAsync("someone", 1, source.Token);
        Assert.Equal(("someone", source.Token), asked);
    }

    [Fact]
    public async Task Mistakes_of_the_program_are_exceptions()
    {
        await Assert.ThrowsAsync<ArgumentNullException>("caller", async () => await Limiter().TakeAsync(null!));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("tokens", async () => await Limiter().TakeAsync("n", -1));
        Assert.Throws<ArgumentNullException>("tiers", () => CallerLimiter.Create(null!, _store, static (_, _) => default));
        Assert.Throws<ArgumentNullException>("store", () => CallerLimiter.Create(_tiers, null!, static (_, _) => default));
        Assert.Throws<ArgumentNullException>("findTier", () => CallerLimiter.Create(_tiers, _store, null!));
    }

    private CallerLimiter Limiter(string? fallbackTier = null) =>
        CallerLimiter.Create(_tiers, _store, (caller, _) => new(_tierOf[caller]), fallbackTier);
}
