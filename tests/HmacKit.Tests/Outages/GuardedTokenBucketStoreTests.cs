using HmacKit.Contracts;

namespace HmacKit.Tests.Outages;

public sealed class GuardedTokenBucketStoreTests : TokenBucketStoreContract
{
    private static readonly BucketLimits Limits = [BucketLimit.PerHour(10)];

    private readonly ServerStore _server;

    public GuardedTokenBucketStoreTests() => _server = new ServerStore(Clock);

    protected override ITokenBucketStore CreateStore() => Guard(OutagePolicy.FailClosed);

    [Fact]
    public async Task A_store_that_is_away_allows_nothing_and_is_not_asked_for_a_while()
    {
        GuardedTokenBucketStore store = Guard(OutagePolicy.FailClosed);
        _server.Failure = new InvalidOperationException("away");
        for (int i = 0; i < 8; i++)
        {
            LimitDecision refused = await store.TakeAsync("caller", Limits);
            Assert.Equal(LimitStatus.Unavailable, refused.Status);
            Assert.False(refused.Allowed);
        }

        Assert.Equal(5, _server.Calls);
        Assert.Equal(StoreState.Unavailable, store.State);
        _server.Failure = null;
        Clock.Advance(OutageOptions.DefaultBreakDuration);
        Assert.True((await store.TakeAsync("caller", Limits)).Allowed);
        Assert.Equal(StoreState.Available, store.State);
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_refused()
    {
        _server.Gate = new TaskCompletionSource();
        ValueTask<LimitDecision> pending = Guard(OutagePolicy.FailClosed).TakeAsync("caller", Limits);
        Clock.Advance(OutageOptions.DefaultTimeout);
        Assert.Equal(LimitStatus.Unavailable, (await pending).Status);
        _server.Gate.SetResult();
    }

    [Fact]
    public async Task In_fall_back_a_caller_has_the_budget_of_one_bucket_and_no_more()
    {
        GuardedTokenBucketStore store = Guard(OutagePolicy.FallBackToMemory);
        _server.Failure = new InvalidOperationException("away");
        int allowed = 0;
        for (int i = 0; i < 30; i++)
        {
            allowed += (await store.TakeAsync("caller", Limits)).Allowed ? 1 : 0;
        }

        Assert.Equal(10, allowed);
        Assert.Equal(StoreState.InFallback, store.State);
        _server.Failure = null;
        Clock.Advance(OutageOptions.DefaultBreakDuration);
        Assert.Equal(9, (await store.TakeAsync("caller", Limits)).Remaining);
    }

    [Fact]
    public async Task In_fall_back_the_call_that_timed_out_is_decided_by_memory()
    {
        GuardedTokenBucketStore store = Guard(OutagePolicy.FallBackToMemory);
        _server.Gate = new TaskCompletionSource();
        ValueTask<LimitDecision> pending = store.TakeAsync("caller", Limits, 4);
        Clock.Advance(OutageOptions.DefaultTimeout);
        Assert.Equal(6, (await pending).Remaining);
        _server.Gate.SetResult();
        _server.Gate = null;

        // The server had taken them as well: the caller may get less than the limit, never more.
        Assert.Equal(5, (await store.TakeAsync("caller", Limits)).Remaining);
    }

    [Fact]
    public async Task The_fall_back_ends()
    {
        GuardedTokenBucketStore store = Guard(OutagePolicy.FallBackToMemory);
        _server.Failure = new InvalidOperationException("away");
        for (int i = 0; i < 5; i++)
        {
            Assert.True((await store.TakeAsync("caller", Limits)).Allowed);
        }

        Clock.Advance(OutageOptions.DefaultMaxFallback + TimeSpan.FromTicks(1));
        Assert.Equal(LimitStatus.Unavailable, (await store.TakeAsync("caller", Limits)).Status);
        Assert.Equal(StoreState.Unavailable, store.State);
    }

    [Fact]
    public async Task Mistakes_of_the_program_are_no_failures_of_the_store()
    {
        GuardedTokenBucketStore store = Guard(OutagePolicy.FailClosed);
        for (int i = 0; i < 10; i++)
        {
            await Assert.ThrowsAsync<ArgumentNullException>("caller", async () => await store.TakeAsync(null!, Limits));
        }

        Assert.Equal((0, StoreState.Available), (_server.Calls, store.State));
    }

    private GuardedTokenBucketStore Guard(OutagePolicy policy) => new(_server, "server", new() { Policy = policy }, Clock);
}
