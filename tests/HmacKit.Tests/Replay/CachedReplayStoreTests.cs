using HmacKit.Contracts;
using HmacKit.Tests.Limits;
using HmacKit.Tests.Outages;

namespace HmacKit.Tests.Replay;

public sealed class CachedReplayStoreTests : ReplayStoreContract
{
    private readonly ServerStore _server;

    public CachedReplayStoreTests() => _server = new ServerStore(Clock);

    protected override IReplayStore CreateStore() => new CachedReplayStore(_server, CachedReplayStore.DefaultCapacity, Clock);

    [Fact]
    public async Task A_claim_that_the_store_has_answered_needs_no_round_trip()
    {
        IReplayStore store = CreateStore();
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("a")));
        await _server.TryAddAsync(Claim("of another process"));
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim("of another process")));
        int calls = _server.Calls;
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim("a")));
            Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim("of another process")));
        }

        Assert.Equal(calls, _server.Calls);
    }

    [Theory]
    [InlineData(ReplayOutcome.Unavailable)]
    [InlineData(ReplayOutcome.Full)]
    [InlineData(ReplayOutcome.TooEarly)]
    public async Task What_the_store_did_not_take_in_is_not_remembered(ReplayOutcome outcome)
    {
        IReplayStore store = CreateStore();
        _server.Always = outcome;
        Assert.Equal(outcome, await store.TryAddAsync(Claim("a")));
        _server.Always = null;
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("a")));
    }

    [Fact]
    public async Task A_failure_is_passed_on_and_not_remembered()
    {
        IReplayStore store = CreateStore();
        _server.Failure = new InvalidOperationException("away");
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.TryAddAsync(Claim("a")));
        _server.Failure = null;
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("a")));
    }

    [Fact]
    public async Task Copies_that_come_before_the_first_answer_are_decided_by_the_store()
    {
        IReplayStore store = CreateStore();
        _server.Gate = new TaskCompletionSource();
        Task<ReplayOutcome>[] copies = [.. Enumerable.Range(0, 10).Select(_ => store.TryAddAsync(Claim("a")).AsTask())];
        Assert.Equal(10, _server.Calls);
        _server.Gate.SetResult();
        Assert.Single(await Task.WhenAll(copies), ReplayOutcome.Added);
    }

    [Fact]
    public async Task When_it_is_full_the_store_is_asked()
    {
        var store = new CachedReplayStore(_server, 1, Clock);
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim($"{i}")));
        }

        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim($"{i}")));
        }

        Assert.InRange(_server.Calls, 1500, 2000);
    }

    [Fact]
    public void A_cache_of_no_store_is_a_mistake_of_the_program() => Assert.Throws<ArgumentNullException>("shared", () => new CachedReplayStore(null!));

    [Fact]
    public void A_known_claim_allocates_nothing()
    {
        IReplayStore store = CreateStore();
        ReplayClaim claim = Claim("a");
        Assert.Equal(ReplayOutcome.Added, store.TryAdd(claim));
        Assert.Equal(0, Allocations.LeastOf(100, _ =>
        {
            for (int i = 0; i < 100; i++)
            {
                Assert.True(store.TryAdd(claim) == ReplayOutcome.Seen);
            }
        }));
    }
}
