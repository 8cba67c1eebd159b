using HmacKit.Contracts;
using HmacKit.Testing;
using HmacKit.Tests.Registration;
using Microsoft.Extensions.Logging;

namespace HmacKit.Tests.Outages;

/// <summary>While nothing is amiss a guard changes nothing; while something is, nothing is accepted.</summary>
public sealed class GuardedReplayStoreTests : ReplayStoreContract
{
    private readonly CapturedLog _log = new();
    private readonly ServerStore _server;

    public GuardedReplayStoreTests() => _server = new ServerStore(Clock);

    protected override IReplayStore CreateStore() => Guard();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_store_throws_is_an_outcome(bool atOnce)
    {
        (_server.Failure, _server.FailsAtOnce) = (new InvalidOperationException("no connection"), atOnce);
        Assert.Equal(ReplayOutcome.Unavailable, await Guard().TryAddAsync(Claim("a")));
        LogEntry entry = Assert.Single(_log.Entries);
        Assert.Equal((LogLevel.Warning, 1305), (entry.Level, entry.EventId));
        Assert.Contains("no connection", entry.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_unavailable_and_its_late_answer_changes_nothing()
    {
        _server.Gate = new TaskCompletionSource();
        GuardedReplayStore store = Guard();
        ValueTask<ReplayOutcome> pending = store.TryAddAsync(Claim("a"));
        Clock.Advance(OutageOptions.DefaultTimeout - TimeSpan.FromMilliseconds(1));
        Assert.False(pending.IsCompleted);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(pending.IsCompleted);
        Assert.True(_server.LastToken.IsCancellationRequested);
        Assert.Equal(ReplayOutcome.Unavailable, await pending);
        _server.Gate.SetResult();
        _server.Gate = null;

        // The server did take it in, so nobody else gets it: the outcome of the first call was unknown, and stays no.
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim("a")));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("b")));
    }

    [Fact]
    public async Task A_call_that_fails_after_its_time_is_counted_once()
    {
        GuardedReplayStore store = Guard(new() { FailuresToOpen = 2 });
        var late = new TaskCompletionSource();
        _server.Gate = late;
        ValueTask<ReplayOutcome> pending = store.TryAddAsync(Claim("a"));
        Clock.Advance(OutageOptions.DefaultTimeout);
        Assert.Equal(ReplayOutcome.Unavailable, await pending);
        late.SetException(new InvalidOperationException("late"));
        _server.Gate = null;
        Assert.Equal(StoreState.Available, store.State);
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("b")));
    }

    [Fact]
    public async Task Calls_that_are_answered_in_time_are_used_again_with_a_whole_time_of_their_own()
    {
        GuardedReplayStore store = Guard();
        for (int i = 0; i < 20; i++)
        {
            _server.Gate = new TaskCompletionSource();
            ValueTask<ReplayOutcome> pending = store.TryAddAsync(Claim($"{i}"));
            Clock.Advance(TimeSpan.FromMilliseconds(200));
            Assert.False(pending.IsCompleted);
            _server.Gate.SetResult();
            Assert.Equal(ReplayOutcome.Added, await pending);
        }

        _server.Gate = new TaskCompletionSource();
        ValueTask<ReplayOutcome> last = store.TryAddAsync(Claim("last"));
        Clock.Advance(TimeSpan.FromMilliseconds(249));
        Assert.False(last.IsCompleted);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(ReplayOutcome.Unavailable, await last);
    }

    [Fact]
    public async Task After_some_failures_the_store_is_not_asked_until_one_call_tries_and_succeeds()
    {
        GuardedReplayStore store = Guard();
        await FailAsync(store, 5);
        Assert.Equal(StoreState.Unavailable, store.State);
        Assert.Equal(ReplayOutcome.Unavailable, await store.TryAddAsync(Claim("not asked")));
        Assert.Equal(5, _server.Calls);

        Clock.Advance(OutageOptions.DefaultBreakDuration);
        Assert.Equal(ReplayOutcome.Unavailable, await store.TryAddAsync(Claim("probe")));
        Assert.Equal(ReplayOutcome.Unavailable, await store.TryAddAsync(Claim("not asked")));
        Assert.Equal(6, _server.Calls);

        _server.Failure = null;
        Assert.Equal(ReplayOutcome.Unavailable, await store.TryAddAsync(Claim("not asked")));
        Clock.Advance(OutageOptions.DefaultBreakDuration);
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("probe 2")));
        Assert.Equal(StoreState.Available, store.State);
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("not asked")));
        Assert.Equal([1305, 1305, 1305, 1305, 1301, 1305, 1304], _log.Entries.Select(entry => entry.EventId));
        Assert.Contains("back, after 00:00:02", _log.Entries.Last().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_call_at_a_time_finds_out_whether_the_store_is_back()
    {
        GuardedReplayStore store = Guard();
        await FailAsync(store, 5);
        Clock.Advance(OutageOptions.DefaultBreakDuration);
        (_server.Failure, _server.Gate) = (null, new TaskCompletionSource());
        ValueTask<ReplayOutcome> probe = store.TryAddAsync(Claim("probe"));
        ReplayOutcome[] others = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => store.TryAddAsync(Claim($"{i}")).AsTask())));
        Assert.All(others, outcome => Assert.Equal(ReplayOutcome.Unavailable, outcome));
        Assert.Equal(6, _server.Calls);
        Clock.Advance(OutageOptions.DefaultTimeout);
        Assert.Equal(ReplayOutcome.Unavailable, await probe);

        Clock.Advance(OutageOptions.DefaultBreakDuration);
        _server.Gate = null;
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("next probe")));
    }

    [Fact]
    public async Task Failures_that_are_not_in_a_row_are_no_outage()
    {
        GuardedReplayStore store = Guard();
        for (int i = 0; i < 10; i++)
        {
            await FailAsync(store, 4);
            _server.Failure = null;
            Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim($"{i}")));
        }

        Assert.Equal(StoreState.Available, store.State);
    }

    [Theory]
    [InlineData(ReplayOutcome.Full, StoreState.Available)]
    [InlineData(ReplayOutcome.TooEarly, StoreState.Available)]
    [InlineData(ReplayOutcome.Seen, StoreState.Available)]
    [InlineData(ReplayOutcome.Unavailable, StoreState.Unavailable)]
    public async Task A_refusal_is_an_answer_but_no_answer_is_a_failure(ReplayOutcome outcome, StoreState expected)
    {
        GuardedReplayStore store = Guard();
        _server.Always = outcome;
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(outcome, await store.TryAddAsync(Claim($"{i}")));
        }

        Assert.Equal(expected, store.State);
    }

    [Fact]
    public async Task Nothing_is_asked_in_the_name_of_a_caller_who_has_given_up_before()
    {
        using var source = new CancellationTokenSource();
        _server.Gate = new TaskCompletionSource();
        ValueTask<ReplayOutcome> pending = Guard().TryAddAsync(Claim("a"), source.Token);
        await source.CancelAsync();
        Assert.False(pending.IsCompleted);
        _server.Gate.SetResult();
        Assert.Equal(ReplayOutcome.Added, await pending);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Guard().TryAddAsync(Claim("b"), source.Token));
        Assert.Equal(1, _server.Calls);
    }

    [Fact]
    public async Task Many_calls_at_once_each_get_their_own_answer()
    {
        GuardedReplayStore store = Guard();
        for (int round = 0; round < 5; round++)
        {
            _server.Gate = new TaskCompletionSource();
            Task<ReplayOutcome>[] pending = [.. Enumerable.Range(0, 600).Select(i => store.TryAddAsync(Claim($"{i / 2 * 2}-{round}")).AsTask())];
            _server.Gate.SetResult();
            ReplayOutcome[] outcomes = await Task.WhenAll(pending);
            Assert.All(Enumerable.Range(0, 600), i => Assert.Equal(i % 2 == 0 ? ReplayOutcome.Added : ReplayOutcome.Seen, outcomes[i]));
        }
    }

    [Theory]
    [InlineData(nameof(OutageOptions.Timeout))]
    [InlineData(nameof(OutageOptions.MaxFallback))]
    [InlineData(nameof(OutageOptions.BreakDuration))]
    [InlineData(nameof(OutageOptions.FailuresToOpen))]
    [InlineData(nameof(OutageOptions.Policy))]
    public void A_setting_out_of_bounds_is_named(string name)
    {
        var options = new OutageOptions();
        typeof(OutageOptions).GetProperty(name)!.SetValue(options, name switch
        {
            nameof(OutageOptions.FailuresToOpen) => 0,
            nameof(OutageOptions.Policy) => (OutagePolicy)2,
            _ => TimeSpan.Zero,
        });
        Assert.Throws<ArgumentOutOfRangeException>(name, () => Guard(options));
        Assert.Throws<ArgumentException>(nameof(name), () => new GuardedReplayStore(_server, " "));
    }

    [Fact]
    public void A_guard_holds_claims_for_as_long_as_the_store_and_its_memory_can()
    {
        var server = new ServerStore(Clock) { MaxRetention = TimeSpan.FromDays(10) };
        Assert.Equal(TimeSpan.FromDays(10), new GuardedReplayStore(server, "server").MaxRetention);
        Assert.Equal(MemoryReplayStore.MaxRetention, new GuardedReplayStore(server, "server", new() { Policy = OutagePolicy.FallBackToMemory }).MaxRetention);
    }

    private GuardedReplayStore Guard(OutageOptions? options = null) => new(_server, "server", options, Clock, _log);

    private async Task FailAsync(GuardedReplayStore store, int times)
    {
        _server.Failure = new InvalidOperationException("away");
        for (int i = 0; i < times; i++)
        {
            Assert.Equal(ReplayOutcome.Unavailable, await store.TryAddAsync(Claim($"failing {i} {Clock.GetTimestamp()}")));
        }
    }
}
