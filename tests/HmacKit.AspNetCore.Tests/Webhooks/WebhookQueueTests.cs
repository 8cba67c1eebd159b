using HmacKit.AspNetCore.Tests.Fixtures;
using HmacKit.Testing;
using HmacKit.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit.AspNetCore.Tests.Webhooks;

/// <summary>Attempts and waits on a clock that is moved by hand.</summary>
public class WebhookQueueTests
{
    private static readonly WebhookEvent Event = new() { Scheme = "onering", Body = new byte[10], Id = "evt_1" };

    private static readonly WebhookIdentity Identity = new("onering", "/hook", "", "evt_1", default, default);
    private static readonly WebhookIdentity Other = Identity with { Value = "evt_2" };

    private readonly ManualTimeProvider _clock = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<HmacKitMetrics>().BuildServiceProvider();

    [Fact]
    public async Task Each_wait_is_twice_the_last_one_and_at_most_a_minute()
    {
        var attempts = new SemaphoreSlim(0);
        using WebhookQueue queue = Create(
            (_, _) =>
            {
                attempts.Release();
                throw new InvalidOperationException("no");
            },
            new WebhookOptions { MaxAttempts = 5, RetryDelay = TimeSpan.FromSeconds(20) });
        using var outcomes = new WebhookOutcomes(_services);
        Assert.Equal(WebhookQueue.Outcome.Accepted, await queue.OfferAsync(Event, Identity));
        foreach (int seconds in (int[])[20, 40, 60, 60])
        {
            await attempts.WaitAsync();
            await TimerAsync(TimeSpan.FromSeconds(seconds));
            _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            Assert.Equal(0, attempts.CurrentCount);
            _clock.Advance(TimeSpan.FromTicks(1));
        }

        await outcomes.WaitAsync("given_up", 1);
        Assert.Equal(WebhookQueue.Outcome.Accepted, await queue.OfferAsync(Event, Identity));
    }

    [Fact]
    public async Task A_handler_that_takes_too_long_is_cancelled_and_called_again()
    {
        var tokens = new List<bool>();
        using WebhookQueue queue = Create(
            async (webhookEvent, cancellationToken) =>
            {
                tokens.Add(cancellationToken.CanBeCanceled);
                if (webhookEvent.Attempt == 1)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                }
            },
            new WebhookOptions { HandlerTimeout = TimeSpan.FromSeconds(30), RetryDelay = TimeSpan.Zero });
        using var outcomes = new WebhookOutcomes(_services);
        await queue.OfferAsync(Event, Identity);
        await TimerAsync(TimeSpan.FromSeconds(30));
        _clock.Advance(TimeSpan.FromSeconds(30));
        await outcomes.WaitAsync("handled", 1);
        Assert.Equal([true, true], tokens);
    }

    [Fact]
    public async Task A_stopping_queue_doesn_t_wait_between_attempts_and_takes_nothing_more_on()
    {
        int calls = 0;
        using WebhookQueue queue = Create(
            (_, _) =>
            {
                calls++;
                throw new InvalidOperationException("no");
            },
            new WebhookOptions { MaxAttempts = 4, RetryDelay = TimeSpan.FromHours(1) });
        await queue.OfferAsync(Event, Identity);
        await queue.StopAsync(CancellationToken.None);
        Assert.Equal(4, calls);
        Assert.Equal(WebhookQueue.Outcome.Refused, await queue.OfferAsync(Event, Other));
        Assert.Equal(1, queue.Remembered);
    }

    [Fact]
    public async Task A_queue_that_is_disposed_of_cancels_its_handlers_and_loses_the_rest()
    {
        var started = new SemaphoreSlim(0);
        WebhookQueue queue = Create(
            (_, cancellationToken) =>
            {
                started.Release();
                return Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            },
            new WebhookOptions { Concurrency = 1 });
        using var outcomes = new WebhookOutcomes(_services);
        await queue.OfferAsync(Event, Identity);
        await queue.OfferAsync(Event, Other);
        await started.WaitAsync();
        queue.Dispose();
        await outcomes.WaitAsync("given_up", 1);
        await outcomes.WaitAsync("lost", 1);
    }

    [Fact]
    public async Task That_the_queue_is_full_is_said_once_a_minute_with_the_number_of_events_that_were_turned_away()
    {
        var log = new CapturedLog();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using WebhookQueue queue = Create(
            (_, cancellationToken) =>
            {
                begun.SetResult();
                return Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            },
            new WebhookOptions { QueueCapacity = 1, Concurrency = 1 },
            log.CreateLogger("queue"));
        for (int i = 0; i < 20; i++)
        {
            await queue.OfferAsync(Event, Identity with { Value = $"evt_{i}" });
            await begun.Task;
        }

        Assert.Single(log.Entries, static entry => entry.EventId == 2034);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(WebhookQueue.Outcome.Refused, await queue.OfferAsync(Event, Identity with { Value = "evt_20" }));
        string[] said = [.. log.Entries.Where(static entry => entry.EventId == 2034).Select(static entry => entry.Text)];
        Assert.Equal(2, said.Length);
        Assert.Contains(" 1 events", said[0], StringComparison.Ordinal);
        Assert.Matches(" (18|19) events", said[1]);
    }

    [Fact]
    public async Task Handlers_don_t_see_the_context_of_the_request_that_came_first()
    {
        var local = new AsyncLocal<string> { Value = "request" };
        var seen = new TaskCompletionSource<string?>();
        using WebhookQueue queue = Create((_, _) => Task.FromResult(seen.TrySetResult(local.Value)), new WebhookOptions());
        await queue.OfferAsync(Event, identity: null);
        Assert.Null(await seen.Task);
    }

    private WebhookQueue Create(Func<WebhookEvent, CancellationToken, Task> handler, WebhookOptions options, ILogger? logger = null) => new(
        "onering", handler, options, TimeSpan.FromMinutes(10), store: null, _services.GetRequiredService<IServiceScopeFactory>(), _services.GetRequiredService<HmacKitMetrics>(), _clock, logger ?? NullLogger.Instance);

    /// <summary>Waits until somebody waits for so long.</summary>
    private async Task TimerAsync(TimeSpan time)
    {
        while (await _clock.NextTimerAsync() != time)
        {
        }
    }
}
