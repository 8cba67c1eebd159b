using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Webhooks.Tests.Inbox;

/// <summary>What one process does with the events that a store gives it.</summary>
public sealed class InboxPumpTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ScriptedStore _store = new();
    private ServiceProvider? _services;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await (_services?.DisposeAsync() ?? default);

    [Fact]
    public async Task An_event_that_ended_its_process_at_every_attempt_is_a_dead_letter_and_is_not_handled_once_more()
    {
        int handled = 0;
        var givenUp = new TaskCompletionSource<WebhookEvent>();
        Start(
            (_, _) => Task.FromResult(handled++),
            endpoint => endpoint with
            {
                MaxAttempts = 3,
                OnGivenUp = (e, _) =>
                {
                    givenUp.SetResult(e);
                    return default;
                },
            });
        _store.Give(1, "a", attempt: 4);
        Assert.Equal("bury 1 a", await _store.NextAsync());
        Assert.Equal(4, (await givenUp.Task.WaitAsync(TimeSpan.FromSeconds(30))).Attempt);
        Assert.Equal(0, handled);
    }

    [Fact]
    public async Task An_event_whose_lease_was_over_and_that_this_process_takes_again_has_one_handler_with_a_lease()
    {
        var started = Channel.CreateUnbounded<CancellationToken>();
        WebhookInbox inbox = Start(async (_, stop) =>
        {
            await started.Writer.WriteAsync(stop, CancellationToken.None);
            await Task.Delay(Timeout.Infinite, stop);
        });
        _store.Give(1, "a");
        CancellationToken first = await started.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        _store.Give(1, "b");
        await inbox.OfferAsync(ScriptedStore.Message("wake", 1));
        CancellationToken second = await started.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(SpinWait.SpinUntil(() => first.IsCancellationRequested, TimeSpan.FromSeconds(10)), "The first handler goes on beside the second one.");
        Assert.False(second.IsCancellationRequested);

        // The first one has ended by now or soon, and takes nothing of the second one's with it.
        await Task.Delay(100);
        await AdvanceUntilAsync("renew 1 b");
    }

    [Fact]
    public async Task A_handler_that_runs_on_while_the_host_stops_keeps_its_lease()
    {
        var started = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        WebhookInbox inbox = Start((_, _) =>
        {
            started.SetResult();
            return end.Task;
        });
        _store.Give(1, "a");
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30));
        using var patience = new CancellationTokenSource();
        Task stopping = inbox.StopAsync(patience.Token);
        await AdvanceUntilAsync("renew 1 a");
        end.SetResult();
        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("complete 1 a", await _store.NextAsync());
    }

    [Fact]
    public async Task A_long_wait_between_many_attempts_has_its_bound_and_no_overflow()
    {
        Start((_, _) => throw new IOException("no"), endpoint => endpoint with { MaxAttempts = 100, RetryDelay = TimeSpan.FromDays(1) });
        _store.Give(1, "a", attempt: 60);
        Assert.Equal("return 1 a", await _store.NextAsync());
    }

    [Fact]
    public void Times_that_no_timer_has_are_refused_when_the_endpoint_is_made()
    {
        WebhookInbox inbox = Start((_, _) => Task.CompletedTask);
        var endpoint = new InboxEndpoint { Name = "/other", Scheme = "s", Handler = (_, _) => Task.CompletedTask };
        Assert.Throws<ArgumentOutOfRangeException>(() => inbox.Handle(endpoint with { HandlerTimeout = TimeSpan.MaxValue }));
        Assert.Throws<ArgumentOutOfRangeException>(() => inbox.Handle(endpoint with { RetryDelay = TimeSpan.MaxValue }));
    }

    private WebhookInbox Start(Func<WebhookEvent, CancellationToken, Task> handler, Func<InboxEndpoint, InboxEndpoint>? change = null)
    {
        _services = new ServiceCollection().AddSingleton<TimeProvider>(_clock).AddWebhookInbox(_store).BuildServiceProvider();
        WebhookInbox inbox = _services.GetRequiredService<WebhookInbox>();
        var endpoint = new InboxEndpoint { Name = "/hook", Scheme = "s", Handler = handler, HandlerTimeout = TimeSpan.FromHours(1) };
        inbox.Handle(change?.Invoke(endpoint) ?? endpoint);
        inbox.Start();
        return inbox;
    }

    /// <summary>Moves the clock until the store is asked for this.</summary>
    private async Task AdvanceUntilAsync(string call)
    {
        for (int i = 0; i < 200; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10);
            while (_store.TryNext(out string? made))
            {
                if (made == call)
                {
                    return;
                }
            }
        }

        Assert.Fail($"The store was never asked for '{call}'.");
    }
}
