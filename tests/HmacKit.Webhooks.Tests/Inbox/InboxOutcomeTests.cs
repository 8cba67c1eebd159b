namespace HmacKit.Webhooks.Tests.Inbox;

/// <summary>What becomes of an event in one process: how it is counted, logged, written down and tried again.</summary>
public sealed class InboxOutcomeTests : InboxTest
{
    [Fact]
    public async Task An_event_whose_handler_returns_is_handled()
    {
        Start((_, _) => Task.CompletedTask);
        Store.Give(1, "a");
        Assert.Equal("complete 1 a", await Store.NextAsync());
        Assert.Equal("handled", await OutcomeAsync());
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(5, 160)]
    [InlineData(7, 640)]
    [InlineData(8, 900)]
    [InlineData(60, 900)]
    public async Task Each_wait_is_twice_as_long_as_the_one_before_up_to_the_longest_with_a_fifth_more_at_most(int attempt, int seconds)
    {
        Start(
            (_, _) => throw new IOException("no disk"),
            endpoint => endpoint with { MaxAttempts = 100, RetryDelay = TimeSpan.FromSeconds(10) },
            options => options.MaxRetryDelay = TimeSpan.FromSeconds(900));
        double least = double.MaxValue;
        double most = 0;
        for (int i = 0; i < 40; i++)
        {
            Store.Give(i, "a", attempt);
            Assert.Equal($"return {i} a", await Store.NextAsync());
            Assert.Equal("failed", await OutcomeAsync());
            Assert.Equal((true, "IOException: no disk"), (Store.Last.Counts, Store.Last.Reason));
            double wait = (Store.Last.Due - Clock.GetUtcNow()).TotalSeconds;
            (least, most) = (Math.Min(least, wait), Math.Max(most, wait));
        }

        Assert.InRange(least, seconds, 1.1 * seconds);
        Assert.InRange(most, 1.1 * seconds, 1.2 * seconds);
        Assert.Contains(Log.Entries, entry => entry.EventId == 9001 && entry.Exception is IOException);
    }

    [Fact]
    public async Task The_last_attempt_that_fails_makes_a_dead_letter_and_the_program_is_told()
    {
        var told = new TaskCompletionSource<(WebhookEvent, Exception)>();
        Start(
            (_, _) => throw new IOException(new string('x', 2000)),
            endpoint => endpoint with
            {
                MaxAttempts = 3,
                OnGivenUp = (e, exception) =>
                {
                    told.SetResult((e, exception));
                    throw new InvalidOperationException("and this too");
                },
            });
        Store.Give(1, "a", attempt: 2);
        Assert.Equal("return 1 a", await Store.NextAsync());
        Assert.Equal("failed", await OutcomeAsync());
        Store.Give(1, "b", attempt: 3);
        Assert.Equal("bury 1 b", await Store.NextAsync());
        Assert.Equal("given_up", await OutcomeAsync());
        Assert.Equal(("IOException: " + new string('x', 2000))[..1000], Store.Last.Reason);
        Assert.Equal(Clock.GetUtcNow(), Store.Last.Due);
        (WebhookEvent given, Exception why) = await told.Task.WaitAsync(Patience);
        Assert.Equal(("evt_1", 3), (given.Id, given.Attempt));
        Assert.IsType<IOException>(why);
        Assert.Contains(Log.Entries, static entry => entry.EventId == 9002);
        Assert.Contains(Log.Entries, static entry => entry.EventId == 9003 && entry.Exception is InvalidOperationException);
    }

    [Fact]
    public async Task What_somebody_else_has_by_now_is_neither_given_up_nor_told_of()
    {
        bool isTold = false;
        Store.Answer = static call => !call.StartsWith("bury", StringComparison.Ordinal) && call != "forget";
        Start(
            (_, _) => throw new IOException("no"),
            endpoint => endpoint with
            {
                MaxAttempts = 1,
                OnGivenUp = (_, _) =>
                {
                    isTold = true;
                    return default;
                },
            });
        Store.Give(1, "a");
        Assert.Equal("lease_lost", await OutcomeAsync());
        Assert.False(isTold);
        Assert.Contains(Log.Entries, static entry => entry.EventId == 9004);
        Assert.DoesNotContain(Log.Entries, static entry => entry.EventId == 9002);
    }

    [Fact]
    public async Task An_event_that_is_somebody_elses_when_its_handler_returns_is_not_handled()
    {
        Store.Answer = static call => call == "take";
        Start((_, _) => Task.CompletedTask);
        Store.Give(1, "a");
        Assert.Equal("lease_lost", await OutcomeAsync());
        Assert.Contains(Log.Entries, static entry => entry.EventId == 9004);
    }

    [Fact]
    public async Task What_cannot_be_written_down_is_said_and_the_next_one_is_handled()
    {
        Store.Answer = static call => call.StartsWith("return 1", StringComparison.Ordinal) ? throw new TimeoutException("away") : call != "forget";
        Start((e, _) => e.Id == "evt_1" ? throw new IOException("no") : Task.CompletedTask, endpoint => endpoint with { Concurrency = 1 });
        Store.Give(1, "a");
        Assert.Equal("not_ended", await OutcomeAsync());
        Assert.Contains(Log.Entries, static entry => entry.EventId == 9006 && entry.Exception is TimeoutException);
        Store.Give(2, "a");
        Assert.Equal("handled", await OutcomeAsync());
    }

    [Fact]
    public async Task A_handler_that_takes_too_long_has_failed()
    {
        var started = new TaskCompletionSource();
        Start(
            (_, stop) =>
            {
                started.SetResult();
                return Task.Delay(Timeout.Infinite, stop);
            },
            endpoint => endpoint with { HandlerTimeout = TimeSpan.FromSeconds(5) });
        Store.Give(1, "a");
        await started.Task.WaitAsync(Patience);
        Clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        await Task.Delay(50);
        Assert.False(HasOutcome);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("failed", await OutcomeAsync());
        Assert.StartsWith("TaskCanceledException: ", Store.Last.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_host_waits_no_longer_the_handlers_are_cancelled_and_their_attempts_do_not_count()
    {
        var started = new TaskCompletionSource();
        WebhookInbox inbox = Start((_, stop) =>
        {
            started.SetResult();
            return Task.Delay(Timeout.Infinite, stop);
        });
        Store.Give(1, "a", attempt: 12);
        await started.Task.WaitAsync(Patience);
        await inbox.StopAsync(new CancellationToken(canceled: true)).WaitAsync(Patience);
        Assert.Equal("given_back", await OutcomeAsync());
        Assert.Equal((Clock.GetUtcNow(), false, null), Store.Last);
    }

    [Fact]
    public async Task What_was_not_begun_when_the_host_stops_is_given_back_unhandled()
    {
        int begun = 0;
        var started = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        WebhookInbox inbox = Start(
            (_, _) =>
            {
                begun++;
                started.TrySetResult();
                return end.Task;
            },
            endpoint => endpoint with { Concurrency = 1 });
        Store.Give(1, "a");
        await started.Task.WaitAsync(Patience);
        Store.Give(2, "a");
        Assert.True(SpinWait.SpinUntil(() => Store.IsTaken, Patience), "There was no room for a second one.");
        Task stopping = inbox.StopAsync(CancellationToken.None);
        end.SetResult();
        await stopping.WaitAsync(Patience);
        Assert.Equal(["handled", "given_back"], [await OutcomeAsync(), await OutcomeAsync()]);
        Assert.Equal(1, begun);
        Assert.Equal((Clock.GetUtcNow(), false, null), Store.Last);
    }
}
