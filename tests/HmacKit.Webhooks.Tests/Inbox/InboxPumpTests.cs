using System.Data.Common;
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

    /// <summary>Gives what it is told to, and says what it was asked for.</summary>
    private sealed class ScriptedStore : InboxStore
    {
        private readonly Channel<LeasedMessage> _due = Channel.CreateUnbounded<LeasedMessage>();
        private readonly Channel<string> _calls = Channel.CreateUnbounded<string>();

        public static InboxMessage Message(string id, int attempt) =>
            new("/hook", new WebhookEvent { Scheme = "s", Id = id, Body = "{}"u8.ToArray(), Attempt = attempt }, id) { KeepUntil = DateTimeOffset.MaxValue };

        public void Give(long id, string lease, int attempt = 1)
        {
            _due.Writer.TryWrite(new LeasedMessage(id, lease, Message("evt_" + id, attempt)));
        }

        public async Task<string> NextAsync() => await _calls.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        public bool TryNext(out string? call) => _calls.Reader.TryRead(out call);

        public override Task<bool> AddAsync(InboxMessage message) => Task.FromResult(true);

        public override async Task<IReadOnlyList<LeasedMessage>> TakeAsync(string endpoint, int max, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken = default)
        {
            // Without waiting for the clock, which stands still.
            await _due.Reader.WaitToReadAsync(cancellationToken);
            return _due.Reader.TryRead(out LeasedMessage? message) ? [message] : [];
        }

        public override Task<bool> RenewAsync(LeasedMessage message, DateTimeOffset until, CancellationToken cancellationToken = default) => Note($"renew {message.Id} {message.Lease}");

        public override Task<bool> CompleteAsync(LeasedMessage message, DbTransaction? transaction, DateTimeOffset now, CancellationToken cancellationToken = default) => Note($"complete {message.Id} {message.Lease}");

        public override Task ReturnAsync(LeasedMessage message, DateTimeOffset due, bool counts, string? reason, CancellationToken cancellationToken = default) => Note($"return {message.Id} {message.Lease}");

        public override Task<bool> BuryAsync(LeasedMessage message, string reason, DateTimeOffset now, CancellationToken cancellationToken = default) => Note($"bury {message.Id} {message.Lease}");

        public override Task<IReadOnlyList<DeadMessage>> ListDeadAsync(long after = 0, int max = 100, CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<DeadMessage>>([]);

        public override Task<int> ResendAsync(long? id, DateTimeOffset now, CancellationToken cancellationToken = default) => Task.FromResult(0);

        public override Task<int> ClearAsync(long? id, DateTimeOffset now, CancellationToken cancellationToken = default) => Task.FromResult(0);

        public override Task<InboxCounts> CountAsync(CancellationToken cancellationToken = default) => Task.FromResult(default(InboxCounts));

        public override Task<int> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken = default) => Task.FromResult(0);

        private Task<bool> Note(string call)
        {
            _calls.Writer.TryWrite(call);
            return Task.FromResult(true);
        }
    }
}
