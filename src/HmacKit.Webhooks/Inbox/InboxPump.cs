using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.Webhooks;

/// <summary>Takes the events of one endpoint from the store, has them handled, and writes down what became of them.</summary>
internal sealed class InboxPump(
    InboxEndpoint endpoint, InboxStore store, WebhookInboxOptions options, IServiceScopeFactory scopes, WebhookMetrics metrics, TimeProvider time, ILogger logger) : IDisposable
{
    private const double Jitter = 0.2;
    private const int MaxError = 1000;

    private static readonly TimeSpan ForgetInterval = TimeSpan.FromMinutes(1);

    private readonly Channel<Held> _taken = Channel.CreateUnbounded<Held>();
    private readonly ConcurrentDictionary<long, Held> _held = new();
    private readonly Signal _signal = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abandoned = new();
    private Task _running = Task.CompletedTask;

    public string Name => endpoint.Name;

    public void Wake() => _signal.Set();

    public void Start()
    {
        // Handlers must not see the context of the call that happened to start them.
        using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
        Task working = Task.WhenAll([Task.Run(TakeAsync), .. Enumerable.Range(0, endpoint.Concurrency).Select(_ => Task.Run(WorkAsync))]);
        _running = Task.WhenAll(working, Task.Run(ForgetAsync), Task.Run(() => RenewAsync(working)));
    }

    /// <summary>Takes nothing more, gives back what wasn't begun, and waits for the handlers; from <paramref name="cancellationToken"/> on they are cancelled.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        try
        {
            await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await _abandoned.CancelAsync().ConfigureAwait(false);
            await _running.WaitAsync(TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _abandoned.Dispose();
    }

    private async Task TakeAsync()
    {
        int most = 2 * endpoint.Concurrency;
        while (!_stopping.IsCancellationRequested)
        {
            Task next = _signal.Next;
            int taken = 0;
            int room = most - _held.Count;
            try
            {
                if (room >= endpoint.Concurrency)
                {
                    DateTimeOffset now = time.GetUtcNow();
                    IReadOnlyList<LeasedMessage> messages = await store.TakeAsync(endpoint.Name, room, now, now + options.LeaseTime, _stopping.Token).ConfigureAwait(false);
                    taken = messages.Count;
                    foreach (LeasedMessage message in messages)
                    {
                        if (_held.TryGetValue(message.Id, out Held? earlier))
                        {
                            // Its lease was over before it was renewed, so its handler mustn't go on beside the next one.
                            earlier.Lose();
                        }

                        var held = new Held(message);
                        _held[message.Id] = held;
                        _taken.Writer.TryWrite(held);
                    }
                }

                if (taken == 0)
                {
                    await Signal.WaitAsync(next, options.PollInterval, time, _stopping.Token).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                // The host stops.
            }
            catch (Exception exception)
            {
                Log.InboxUnavailable(logger, exception, endpoint.Name);
                await Task.Delay(options.PollInterval, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        _taken.Writer.Complete();
    }

    private async Task WorkAsync()
    {
        await foreach (Held held in _taken.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            string outcome;
            try
            {
                outcome = _stopping.IsCancellationRequested ? await GiveBackAsync(held.Message).ConfigureAwait(false) : await HandleAsync(held).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Log.EventNotEnded(logger, exception, endpoint.Name, held.Message.Message.Event.Id);
                outcome = "not_ended";
            }

            // It, and not what has been taken under its number since.
            _held.TryRemove(KeyValuePair.Create(held.Message.Id, held));
            held.Dispose();
            metrics.Event(endpoint.Scheme, outcome);
            if (_held.Count <= endpoint.Concurrency)
            {
                _signal.Set();
            }
        }
    }

    private async Task<string> HandleAsync(Held held)
    {
        LeasedMessage message = held.Message;
        WebhookEvent received = message.Message.Event;
        if (received.Attempt > endpoint.MaxAttempts)
        {
            // One that ends its process each time would do so for ever.
            return await GiveUpAsync(message, new InvalidOperationException("The process ended, or lost the lease, during the last attempt.")).ConfigureAwait(false);
        }

        (Exception? failure, bool isOurs) = held.IsLost ? default : await TryHandleAsync(held).ConfigureAwait(false);
        if (failure is null && isOurs)
        {
            return "handled";
        }

        if (held.IsLost || failure is null)
        {
            Log.LeaseLost(logger, endpoint.Name, received.Id);
            return "lease_lost";
        }

        if (_abandoned.IsCancellationRequested)
        {
            return await GiveBackAsync(message).ConfigureAwait(false);
        }

        if (received.Attempt == endpoint.MaxAttempts)
        {
            return await GiveUpAsync(message, failure).ConfigureAwait(false);
        }

        TimeSpan delay = DelayAfter(received.Attempt);
        Log.EventFailed(logger, failure, endpoint.Name, received.Id, received.Attempt, delay);
        await store.ReturnAsync(message, time.GetUtcNow() + delay, counts: true, TextOf(failure)).ConfigureAwait(false);
        return "failed";
    }

    private async Task<string> GiveUpAsync(LeasedMessage message, Exception failure)
    {
        WebhookEvent received = message.Message.Event;
        if (!await store.BuryAsync(message, TextOf(failure), time.GetUtcNow()).ConfigureAwait(false))
        {
            Log.LeaseLost(logger, endpoint.Name, received.Id);
            return "lease_lost";
        }

        Log.EventGivenUp(logger, failure, endpoint.Name, received.Id, received.Attempt);
        await TellGivenUpAsync(received, failure).ConfigureAwait(false);
        return "given_up";
    }

    private static string TextOf(Exception failure) => StoredText.Of($"{failure.GetType().Name}: {failure.Message}", MaxError)!;

    /// <summary>What the handler threw, and whether the event was still this process's when it was marked done.</summary>
    private async Task<(Exception? Failure, bool IsOurs)> TryHandleAsync(Held held)
    {
        LeasedMessage message = held.Message;
        _ = ActivityContext.TryParse(message.Message.Trace, null, isRemote: true, out ActivityContext parent);
        using Activity? activity = WebhookMetrics.Activities.StartActivity("hmackit.webhook", ActivityKind.Consumer, parent);
        activity?.SetTag("hmackit.scheme", endpoint.Scheme).SetTag("hmackit.attempt", message.Message.Event.Attempt);
        try
        {
            using var timeout = new CancellationTokenSource(endpoint.HandlerTimeout, time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, held.Lost, _abandoned.Token);
            await using EventTransaction? joined = store.Database is { } database ? new EventTransaction(database) : null;
            await using (AsyncServiceScope scope = scopes.CreateAsyncScope())
            {
                await endpoint.Handler(message.Message.Event with { Services = scope.ServiceProvider, Joined = joined }, linked.Token).ConfigureAwait(false);
            }

            bool isOurs = await store.CompleteAsync(message, joined?.Begun?.Transaction, time.GetUtcNow()).ConfigureAwait(false);
            if (isOurs && joined?.Begun is { } begun)
            {
                await begun.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            }

            return (null, isOurs);
        }
        catch (Exception exception)
        {
            activity?.SetTag("error.type", exception.GetType().FullName).SetStatus(ActivityStatusCode.Error);
            return (exception, false);
        }
    }

    private async Task<string> GiveBackAsync(LeasedMessage message)
    {
        await store.ReturnAsync(message, time.GetUtcNow(), counts: false, reason: null).ConfigureAwait(false);
        return "given_back";
    }

    private async Task TellGivenUpAsync(WebhookEvent received, Exception failure)
    {
        if (endpoint.OnGivenUp is not { } callback)
        {
            return;
        }

        try
        {
            await callback(received, failure).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.GivenUpFailed(logger, exception, endpoint.Name, received.Id);
        }
    }

    /// <summary>Renews what is held for as long as something is, also while the host stops: its handlers go on until they are let go.</summary>
    private async Task RenewAsync(Task working)
    {
        try
        {
            while (!working.IsCompleted)
            {
                await Signal.WaitAsync(working, options.LeaseTime / 3, time, _abandoned.Token).ConfigureAwait(false);
                foreach (Held held in _held.Values)
                {
                    await RenewAsync(held).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (_abandoned.IsCancellationRequested)
        {
            // The handlers are let go.
        }
    }

    private async Task RenewAsync(Held held)
    {
        try
        {
            if (!await store.RenewAsync(held.Message, time.GetUtcNow() + options.LeaseTime, _abandoned.Token).ConfigureAwait(false) && _held.GetValueOrDefault(held.Message.Id) == held)
            {
                held.Lose();
            }
        }
        catch (Exception exception) when (!_abandoned.IsCancellationRequested)
        {
            Log.InboxUnavailable(logger, exception, endpoint.Name);
        }
    }

    private async Task ForgetAsync()
    {
        while (await DelayAsync(ForgetInterval).ConfigureAwait(false))
        {
            try
            {
                while (await store.ForgetAsync(time.GetUtcNow(), _stopping.Token).ConfigureAwait(false) > 0)
                {
                    await Task.Yield();
                }
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Log.InboxUnavailable(logger, exception, endpoint.Name);
            }
        }
    }

    private async Task<bool> DelayAsync(TimeSpan delay)
    {
        await Task.Delay(delay, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !_stopping.IsCancellationRequested;
    }

    private TimeSpan DelayAfter(int attempt)
    {
        double ticks = Math.Min(endpoint.RetryDelay.Ticks * Math.Pow(2, Math.Min(attempt - 1, 30)), options.MaxRetryDelay.Ticks);
        const int steps = 1000;
        return TimeSpan.FromTicks((long)(ticks * (1 + (Jitter * RandomNumberGenerator.GetInt32(steps + 1) / steps))));
    }

    /// <summary>An event that is this process's as far as it knows.</summary>
    private sealed class Held(LeasedMessage message) : IDisposable
    {
        private readonly CancellationTokenSource _lost = new();
        private readonly Lock _gate = new();
        private bool _isDisposed;

        public LeasedMessage Message => message;

        public bool IsLost { get; private set; }

        public CancellationToken Lost => _lost.Token;

        public void Lose()
        {
            lock (_gate)
            {
                if (!_isDisposed)
                {
                    IsLost = true;
                    _lost.Cancel();
                }
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _isDisposed = true;
                _lost.Dispose();
            }
        }
    }
}
