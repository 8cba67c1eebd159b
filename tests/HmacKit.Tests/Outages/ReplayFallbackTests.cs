using HmacKit.Testing;
using HmacKit.Tests.Registration;
using Microsoft.Extensions.Logging;

namespace HmacKit.Tests.Outages;

/// <summary>A process that goes by its own memory for a while accepts nothing twice, before, during and after.</summary>
public sealed class ReplayFallbackTests
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly ManualTimeProvider _clock = new();
    private readonly CapturedLog _log = new();
    private readonly ServerStore _server;

    public ReplayFallbackTests() => _server = new ServerStore(_clock);

    [Fact]
    public async Task Memory_answers_while_the_store_is_away_and_remembers_what_was_accepted_before()
    {
        GuardedReplayStore store = Guard();
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("before")));
        await BreakAsync(store);
        Assert.Equal(StoreState.InFallback, store.State);
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim("before")));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("during")));
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim("during")));
        Assert.Contains(_log.Entries, entry => (entry.Level, entry.EventId) == (LogLevel.Critical, 1302));
    }

    [Fact]
    public async Task What_the_store_said_was_seen_is_remembered_too()
    {
        GuardedReplayStore store = Guard();
        await _server.TryAddAsync(Claim("of another process"));
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim("of another process")));
        await BreakAsync(store);
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim("of another process")));
    }

    [Fact]
    public async Task A_claim_that_failed_on_the_way_is_not_accepted_in_the_same_call()
    {
        GuardedReplayStore store = Guard();
        _server.Failure = new InvalidOperationException("away");
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(ReplayOutcome.Unavailable, await store.TryAddAsync(Claim($"{i}")));
        }

        _clock.Advance(OutageOptions.DefaultBreakDuration);
        Assert.Equal(ReplayOutcome.Unavailable, await store.TryAddAsync(Claim("probe")));
    }

    [Fact]
    public async Task What_memory_accepted_is_refused_when_the_store_is_back()
    {
        GuardedReplayStore store = Guard();
        await BreakAsync(store);
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("during")));
        await RecoverAsync(store);
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim("during")));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("after")));
    }

    [Fact]
    public async Task What_memory_accepted_is_refused_although_the_store_would_take_it()
    {
        GuardedReplayStore store = Guard();
        await BreakAsync(store);
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("during")));
        _server.Always = ReplayOutcome.Added;
        await RecoverAsync(store);
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim("during")));
    }

    [Fact]
    public async Task What_memory_accepted_is_told_to_the_store_so_that_no_other_process_accepts_it()
    {
        GuardedReplayStore store = Guard();
        await BreakAsync(store);
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim($"during {i}")));
        }

        await RecoverAsync(store);
        await LoggedAsync(1306);
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(ReplayOutcome.Seen, await _server.TryAddAsync(Claim($"during {i}")));
        }
    }

    [Fact]
    public async Task A_message_that_two_processes_accepted_is_found_out_and_said()
    {
        GuardedReplayStore one = Guard();
        GuardedReplayStore two = Guard();
        await BreakAsync(one);
        await BreakAsync(two);
        Assert.Equal(ReplayOutcome.Added, await one.TryAddAsync(Claim("both")));
        Assert.Equal(ReplayOutcome.Added, await two.TryAddAsync(Claim("both")));
        await RecoverAsync(one);
        await LoggedAsync(1306);
        Assert.Equal(ReplayOutcome.Added, await two.TryAddAsync(Claim("probe 2")));
        LogEntry entry = await LoggedAsync(1307);
        Assert.Equal(LogLevel.Error, entry.Level);
        Assert.Contains("1 of them had been accepted by another process", entry.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_owed_is_told_after_a_second_outage_if_the_first_recovery_did_not_last()
    {
        GuardedReplayStore store = Guard();
        await BreakAsync(store);
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("during")));
        _server.Failure = null;
        _server.Always = ReplayOutcome.Full;
        _clock.Advance(OutageOptions.DefaultBreakDuration);
        Assert.Equal(ReplayOutcome.Full, await store.TryAddAsync(Claim("probe")));
        while (await _clock.NextTimerAsync() != TimeSpan.FromSeconds(1))
        {
            // The time-outs of calls; what is waited for is the pause after the store said no.
        }

        _server.Always = null;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await LoggedAsync(1306);
        Assert.Equal(ReplayOutcome.Seen, await _server.TryAddAsync(Claim("during")));
    }

    [Fact]
    public async Task The_fall_back_ends_and_then_nothing_is_accepted()
    {
        GuardedReplayStore store = Guard();
        await BreakAsync(store);
        _clock.Advance(OutageOptions.DefaultMaxFallback);
        _server.Failure = new InvalidOperationException("still away");
        Assert.Equal(ReplayOutcome.Unavailable, await store.TryAddAsync(Claim("probe")));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("last")));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(StoreState.Unavailable, store.State);
        Assert.Equal(ReplayOutcome.Unavailable, await store.TryAddAsync(Claim("a")));
        Assert.Equal(ReplayOutcome.Unavailable, await store.TryAddAsync(Claim("b")));
        Assert.Equal(LogLevel.Critical, Assert.Single(_log.Entries, entry => entry.EventId == 1303).Level);
        await RecoverAsync(store);
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim("last")));
    }

    [Fact]
    public async Task A_message_from_before_the_process_began_is_refused_while_the_store_is_away()
    {
        ReplayClaim old = Claim("old");
        _clock.Advance(TimeSpan.FromSeconds(10));
        GuardedReplayStore store = Guard();
        await BreakAsync(store);
        Assert.Equal(ReplayOutcome.TooEarly, await store.TryAddAsync(old));
        DateTimeOffset now = _clock.GetUtcNow();
        TimeSpan skew = TimeSpan.FromSeconds(5);
        Assert.Equal(ReplayOutcome.TooEarly, await store.TryAddAsync(new("scheme", "key", "ahead", now + skew - TimeSpan.FromTicks(1), now + Life, skew)));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(new("scheme", "key", "new", now + skew, now + Life, skew)));
        await RecoverAsync(store);
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(old));
    }

    [Fact]
    public async Task Memory_that_could_not_take_all_in_does_not_stand_in_for_the_store()
    {
        GuardedReplayStore store = Guard(capacity: 1);
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim($"{i}")));
        }

        await BreakAsync(store);
        Assert.Equal(ReplayOutcome.Unavailable, await store.TryAddAsync(Claim("new")));
    }

    [Fact]
    public async Task Of_many_copies_while_the_store_comes_and_goes_one_at_most_is_accepted()
    {
        GuardedReplayStore store = Guard();
        int[] accepted = new int[4000];
        using var stop = new CancellationTokenSource();
        Task disturber = Task.Run(() =>
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                _server.Failure = i % 2 == 0 ? new InvalidOperationException("away") : null;
                _clock.Advance(TimeSpan.FromMilliseconds(600));
                Thread.Yield();
            }
        });
        await Contracts.Simultaneous.Run(4, async _ =>
        {
            for (int i = 0; i < accepted.Length; i++)
            {
                var claim = new ReplayClaim("scheme", "key", $"{i}", _clock.GetUtcNow(), ManualTimeProvider.DefaultStart + TimeSpan.FromDays(3));
                if (await store.TryAddAsync(claim) == ReplayOutcome.Added)
                {
                    Interlocked.Increment(ref accepted[i]);
                }
            }
        });
        await stop.CancelAsync();
        await disturber;
        Assert.DoesNotContain(accepted, count => count > 1);
        Assert.True(accepted.Count(count => count == 1) > 100);
    }

    private ReplayClaim Claim(string value) => new("scheme", "key", value, _clock.GetUtcNow(), _clock.GetUtcNow() + Life);

    private GuardedReplayStore Guard(int? capacity = null) => new(
        _server, "server", new() { Policy = OutagePolicy.FallBackToMemory, FallbackCapacity = capacity }, _clock, _log);

    private async Task BreakAsync(GuardedReplayStore store)
    {
        _server.Failure = new InvalidOperationException("away");
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(ReplayOutcome.Unavailable, await store.TryAddAsync(Claim($"failing {i}")));
        }
    }

    private async Task RecoverAsync(GuardedReplayStore store)
    {
        _server.Failure = null;
        _clock.Advance(OutageOptions.DefaultBreakDuration);
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("recovering")));
        Assert.Equal(StoreState.Available, store.State);
    }

    private async Task<LogEntry> LoggedAsync(int eventId)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (_log.Entries.FirstOrDefault(entry => entry.EventId == eventId) is { } found)
            {
                return found;
            }

            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
