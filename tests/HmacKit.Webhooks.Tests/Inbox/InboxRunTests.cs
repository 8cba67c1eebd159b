using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Webhooks.Tests.Inbox;

/// <summary>How an inbox takes events, keeps them while they are handled, and forgets them; and what a handler finds around it.</summary>
public sealed class InboxRunTests : InboxTest
{
    [Fact]
    public async Task No_more_handlers_run_at_once_than_the_endpoint_allows()
    {
        int running = 0;
        int most = 0;
        var end = new TaskCompletionSource();
        Start(
            async (_, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await end.Task;
                Interlocked.Decrement(ref running);
            },
            endpoint => endpoint with { Concurrency = 3 });
        for (int i = 0; i < 9; i++)
        {
            Store.Give(i, "a");
        }

        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref running) == 3, Patience), "Three of them never ran at once.");
        await Task.Delay(100);
        end.SetResult();
        for (int i = 0; i < 9; i++)
        {
            Assert.Equal("handled", await OutcomeAsync());
        }

        Assert.Equal(3, most);
    }

    [Fact]
    public async Task A_lease_is_taken_for_its_time_and_renewed_after_a_third_of_it()
    {
        var started = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        Start(
            (_, _) =>
            {
                started.SetResult();
                return end.Task;
            },
            change: null,
            options => options.LeaseTime = TimeSpan.FromSeconds(90));
        Assert.True(SpinWait.SpinUntil(() => Store.Until != default, Patience), "Nothing was asked for.");
        Assert.Equal(Clock.GetUtcNow().AddSeconds(90), Store.Until);
        Assert.Equal(8, Store.Room);
        Store.Give(1, "a");
        await started.Task.WaitAsync(Patience);
        await TimerAsync(TimeSpan.FromSeconds(30));
        Clock.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromMilliseconds(1));
        await Task.Delay(50);
        Assert.False(Store.TryNext(out _));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("renew 1 a", await Store.NextAsync());
        Assert.Equal(Clock.GetUtcNow().AddSeconds(90), Store.Until);
        end.SetResult();
    }

    [Fact]
    public async Task A_handler_whose_lease_cannot_be_renewed_is_cancelled_and_a_database_that_is_away_cancels_none()
    {
        var started = new TaskCompletionSource<CancellationToken>();
        string answer = "throws";
        Store.Answer = call => call.StartsWith("renew", StringComparison.Ordinal) && answer == "throws" ? throw new TimeoutException("away")
            : !call.StartsWith("renew", StringComparison.Ordinal) && call != "forget";
        Start(async (_, stop) =>
        {
            started.SetResult(stop);
            await Task.Delay(Timeout.Infinite, stop);
        });
        Store.Give(1, "a");
        CancellationToken stop = await started.Task.WaitAsync(Patience);
        await AdvanceUntilAsync(() => Log.Entries.Any(static entry => entry.EventId == 9005 && entry.Exception is TimeoutException));
        Assert.False(stop.IsCancellationRequested);
        answer = "false";
        await AdvanceUntilAsync(() => stop.IsCancellationRequested);
        Assert.Equal("lease_lost", await OutcomeAsync());
    }

    [Fact]
    public async Task A_database_that_is_away_is_asked_again_after_the_interval()
    {
        int asked = 0;
        Store.Answer = call => call != "take" ? call != "forget" : Interlocked.Increment(ref asked) <= 2 ? throw new TimeoutException("away") : true;
        Start((_, _) => Task.CompletedTask, change: null, options => options.PollInterval = TimeSpan.FromSeconds(7));
        Store.Give(1, "a");
        await TimerAsync(TimeSpan.FromSeconds(7));
        Assert.Contains(Log.Entries, static entry => entry.EventId == 9005 && entry.Exception is TimeoutException);
        Clock.Advance(TimeSpan.FromSeconds(6));
        await Task.Delay(50);
        Assert.Equal(1, Volatile.Read(ref asked));
        await AdvanceUntilAsync(() => HasOutcome);
        Assert.Equal("handled", await OutcomeAsync());
        Assert.InRange(Log.Entries.Count(static entry => entry.EventId == 9005), 2, 2);
    }

    [Fact]
    public async Task What_is_done_is_forgotten_once_a_minute_to_its_end_also_after_a_failure()
    {
        int asked = 0;
        Store.Answer = call => call != "forget" || Interlocked.Increment(ref asked) switch
        {
            1 => throw new TimeoutException("away"),
            2 or 3 => true,
            _ => false,
        };
        Start((_, _) => Task.CompletedTask);
        await TimerAsync(TimeSpan.FromMinutes(1));
        Clock.Advance(TimeSpan.FromSeconds(59));
        await Task.Delay(50);
        Assert.Equal(0, Volatile.Read(ref asked));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref asked) == 1, Patience), "Nothing was forgotten after a minute.");
        await AdvanceUntilAsync(() => Volatile.Read(ref asked) == 4);
        Assert.Contains(Log.Entries, static entry => entry.EventId == 9005);
    }

    [Fact]
    public async Task A_handler_has_services_of_its_own_and_nothing_of_who_started_the_inbox()
    {
        var ambient = new AsyncLocal<string> { Value = "the starter's" };
        var seen = new TaskCompletionSource<(Scoped, string?)>();
        Start((e, _) =>
        {
            seen.SetResult((e.Services!.GetRequiredService<Scoped>(), ambient.Value));
            return Task.CompletedTask;
        });
        Store.Give(1, "a");
        (Scoped scoped, string? value) = await seen.Task.WaitAsync(Patience);
        Assert.Null(value);
        Assert.Equal("handled", await OutcomeAsync());
        Assert.True(scoped.IsDisposed);
    }

    [Fact]
    public async Task The_trace_of_its_request_goes_on_in_the_handler()
    {
        const string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var ended = Channel.CreateUnbounded<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == HmacKitTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (Scheme.Equals(activity.GetTagItem("hmackit.scheme")))
                {
                    ended.Writer.TryWrite(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        Start((e, _) => e.Id == "evt_1" ? Task.CompletedTask : throw new IOException("no"));
        Store.Give(1, "a", trace: trace);
        Activity activity = await ended.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.Equal(("hmackit.webhook", ActivityKind.Consumer, "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"), (activity.OperationName, activity.Kind, activity.TraceId.ToString(), activity.ParentSpanId.ToString()));
        Assert.True(activity.HasRemoteParent);
        Assert.Equal((1, ActivityStatusCode.Unset), (activity.GetTagItem("hmackit.attempt"), activity.Status));
        Store.Give(2, "a", attempt: 2);
        activity = await ended.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.Equal((2, ActivityStatusCode.Error, "System.IO.IOException"), (activity.GetTagItem("hmackit.attempt"), activity.Status, activity.GetTagItem("error.type")));
        Assert.Equal(default, activity.ParentSpanId);
    }
}
