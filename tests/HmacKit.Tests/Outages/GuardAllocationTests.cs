using System.Threading.Tasks.Sources;
using HmacKit.Testing;
using HmacKit.Tests.Limits;

namespace HmacKit.Tests.Outages;

/// <summary>A guard costs no garbage: neither where the store answers at once, nor where it is waited for, nor while it is away.</summary>
[Collection(nameof(Alone))]
public sealed class GuardAllocationTests
{
    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData(OutagePolicy.FailClosed)]
    [InlineData(OutagePolicy.FallBackToMemory)]
    public void Nothing_is_allocated_where_the_store_answers_at_once(OutagePolicy policy)
    {
        IReplayStore store = Guard(new Answering(), policy);
        ReplayClaim claim = Claim();
        AssertAllocatesNothing(() => Assert.True(store.TryAdd(claim) == ReplayOutcome.Seen));
    }

    [Theory]
    [InlineData(OutagePolicy.FailClosed)]
    [InlineData(OutagePolicy.FallBackToMemory)]
    public void Nothing_is_allocated_where_the_store_is_waited_for(OutagePolicy policy)
    {
        var server = new Waiting();
        IReplayStore store = Guard(server, policy);
        ReplayClaim claim = Claim();
        AssertAllocatesNothing(() =>
        {
            ValueTask<ReplayOutcome> pending = store.TryAddAsync(claim);
            Assert.False(pending.IsCompleted);
            server.Answer();
            Assert.True(pending.Result == ReplayOutcome.Seen);
        });
    }

    [Fact]
    public void Nothing_is_allocated_while_the_store_is_away()
    {
        var server = new Answering { Outcome = ReplayOutcome.Unavailable };
        IReplayStore store = Guard(server, OutagePolicy.FallBackToMemory);
        ReplayClaim claim = Claim();
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(ReplayOutcome.Unavailable, store.TryAdd(claim));
        }

        Assert.Equal(ReplayOutcome.Added, store.TryAdd(claim));
        AssertAllocatesNothing(() => Assert.True(store.TryAdd(claim) == ReplayOutcome.Seen));
    }

    private static void AssertAllocatesNothing(Action action)
    {
        action();
        Assert.Equal(0, Allocations.LeastOf(200, _ =>
        {
            for (int i = 0; i < 100; i++)
            {
                action();
            }
        }));
    }

    private ReplayClaim Claim() => new("scheme", "key", "nonce", _clock.GetUtcNow(), _clock.GetUtcNow().AddMinutes(5));

    private GuardedReplayStore Guard(IReplayStore store, OutagePolicy policy) => new(store, "server", new() { Policy = policy, FallbackCapacity = 1000 }, _clock);

    private sealed class Answering : IReplayStore
    {
        public ReplayOutcome Outcome { get; init; } = ReplayOutcome.Seen;

        public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default) => new(Outcome);
    }

    /// <summary>A store whose own waiting allocates nothing.</summary>
    private sealed class Waiting : IReplayStore, IValueTaskSource<ReplayOutcome>
    {
        private ManualResetValueTaskSourceCore<ReplayOutcome> _core;

        public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default)
        {
            _core.Reset();
            return new(this, _core.Version);
        }

        public void Answer() => _core.SetResult(ReplayOutcome.Seen);

        public ReplayOutcome GetResult(short token) => _core.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);
    }
}
