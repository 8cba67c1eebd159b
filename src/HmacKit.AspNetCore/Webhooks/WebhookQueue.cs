using System.Diagnostics;
using System.Threading.Channels;
using HmacKit.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.AspNetCore;

/// <summary>
/// The events of one endpoint on their way to their handler: bounded in number and bytes, drained when the host stops. An event
/// is claimed in the replay store only once there is room for it, and so none is claimed and then turned away.
/// </summary>
internal sealed class WebhookQueue(
    string scheme,
    Func<WebhookEvent, CancellationToken, Task> handler,
    WebhookOptions options,
    TimeSpan window,
    IReplayStore? store,
    IServiceScopeFactory scopes,
    HmacKitMetrics metrics,
    TimeProvider time,
    ILogger logger) : WebhookIntake, IDisposable
{
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WarningInterval = TimeSpan.FromMinutes(1);

    // What waits in memory is better given up than kept for an hour.
    private const int DefaultAttempts = 3;

    private readonly Channel<Delivery> _channel = Channel.CreateUnbounded<Delivery>();
    private readonly WebhookMemory _memory = new(options.MaxRemembered, options.RememberFor, window, time);
    private readonly CancellationTokenSource _draining = new();
    private readonly CancellationTokenSource _abandoned = new();
    private readonly Lock _gate = new();
    private Task[] _workers = [];
    private long _bytes;
    private int _waiting;
    private int _unfinished;
    private int _refused;
    private long _warned;
    private bool _isDisposed;

    /// <summary>How many events are remembered as done or under way.</summary>
    public int Remembered => _memory.Count;

    /// <inheritdoc/>
    public override async ValueTask<Outcome> OfferAsync(WebhookEvent webhookEvent, WebhookIdentity? identity)
    {
        Outcome outcome = await TryTakeAsync(webhookEvent, identity).ConfigureAwait(false);
        metrics.Webhook(scheme, outcome switch
        {
            Outcome.Accepted => "accepted",
            Outcome.Repeated => "repeated",
            Outcome.StoreUnavailable => "store_unavailable",
            _ => "queue_full",
        });
        return outcome;
    }

    /// <summary>Takes nothing more on, and waits until all that is there is handled.</summary>
    /// <param name="cancellationToken">Ends the waiting: then the handlers are cancelled, and what is left is lost.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _channel.Writer.TryComplete();
        await _draining.CancelAsync().ConfigureAwait(false);
        Task[] workers;
        lock (_gate)
        {
            workers = _workers;
        }

        try
        {
            await Task.WhenAll(workers).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Log.WebhooksLost(logger, scheme, Volatile.Read(ref _unfinished));
            await _abandoned.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Without <see cref="StopAsync"/> before, what is left is lost: handlers that are running are cancelled.</summary>
    public void Dispose()
    {
        // The container knows the queues as two services, and disposes of each.
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        _channel.Writer.TryComplete();
        _draining.Cancel();
        _abandoned.Cancel();
        _draining.Dispose();
        _abandoned.Dispose();
    }

    private async ValueTask<Outcome> TryTakeAsync(WebhookEvent webhookEvent, WebhookIdentity? identity)
    {
        string? key = identity?.Key;
        WebhookClaim known = key is null ? WebhookClaim.New : _memory.Begin(key);
        if (known == WebhookClaim.Known)
        {
            return Outcome.Repeated;
        }

        if (known == WebhookClaim.Full)
        {
            WarnOfFull();
            return Outcome.Refused;
        }

        bool isOurs = known == WebhookClaim.Again;
        if (!TryReserve(webhookEvent.Body.Length))
        {
            Return(key, isOurs);
            WarnOfFull();
            return Outcome.Refused;
        }

        if (!isOurs && identity is not null && store is not null)
        {
            ReplayOutcome outcome = await ClaimAsync(store, identity).ConfigureAwait(false);
            if (outcome != ReplayOutcome.Added)
            {
                Release(webhookEvent.Body.Length);
                if (outcome != ReplayOutcome.Seen)
                {
                    Return(key, isOurs);
                    return Outcome.StoreUnavailable;
                }

                _memory.Complete(identity.Key);
                return Outcome.Repeated;
            }
        }

        // Before the event is there: a host that stops now waits for the workers that it finds.
        EnsureWorkers();
        if (_channel.Writer.TryWrite(new Delivery(webhookEvent, key, Activity.Current?.Context ?? default)))
        {
            return Outcome.Accepted;
        }

        // The host began to stop just now.
        Release(webhookEvent.Body.Length);
        Return(key, isOurs || store is not null);
        return Outcome.Refused;
    }

    /// <summary>Once a minute, with the number of events since.</summary>
    private void WarnOfFull()
    {
        int refused = Interlocked.Increment(ref _refused);
        long now = time.GetUtcNow().UtcTicks;
        long warned = Volatile.Read(ref _warned);
        if (now - warned >= WarningInterval.Ticks && Interlocked.CompareExchange(ref _warned, now, warned) == warned)
        {
            Interlocked.Add(ref _refused, -refused);
            Log.WebhookQueueFull(logger, scheme, refused);
        }
    }

    /// <summary>Nothing but the store ends this call: a claim that is made for a caller who hung up would be an event that nobody handles.</summary>
    private async ValueTask<ReplayOutcome> ClaimAsync(IReplayStore replayStore, WebhookIdentity identity)
    {
        try
        {
            ReplayOutcome outcome = await replayStore.TryAddAsync(identity.ToClaim(options.RememberFor), CancellationToken.None).ConfigureAwait(false);
            if (outcome is not (ReplayOutcome.Added or ReplayOutcome.Seen))
            {
                Log.ReplayStoreUnavailable(logger, scheme);
            }

            return outcome;
        }
        catch (Exception exception)
        {
            Log.WebhookStoreFailed(logger, exception, scheme);
            return ReplayOutcome.Unavailable;
        }
    }

    private bool TryReserve(int length)
    {
        int waiting = Interlocked.Increment(ref _waiting);
        long bytes = Interlocked.Add(ref _bytes, length);
        Interlocked.Increment(ref _unfinished);
        if (waiting <= options.QueueCapacity && bytes <= options.MaxQueuedBytes && !_draining.IsCancellationRequested)
        {
            return true;
        }

        Release(length);
        return false;
    }

    private void Release(int length)
    {
        Interlocked.Decrement(ref _waiting);
        Interlocked.Add(ref _bytes, -length);
        Interlocked.Decrement(ref _unfinished);
    }

    /// <summary>The event isn't taken on: it is as it was before, ours to handle if the claim is.</summary>
    private void Return(string? key, bool isOurs)
    {
        if (key is not null && isOurs)
        {
            _memory.GiveUp(key);
        }
        else if (key is not null)
        {
            _memory.Forget(key);
        }
    }

    private void EnsureWorkers()
    {
        if (_workers.Length > 0)
        {
            return;
        }

        lock (_gate)
        {
            if (_workers.Length == 0)
            {
                // Handlers must not see the context of the request that happened to be the first.
                using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
                _workers = [.. Enumerable.Range(0, options.Concurrency).Select(_ => Task.Run(WorkAsync))];
            }
        }
    }

    private async Task WorkAsync()
    {
        await foreach (Delivery delivery in _channel.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            Interlocked.Decrement(ref _waiting);

            // What is left when the host can't wait any longer is only counted.
            string outcome = _abandoned.IsCancellationRequested ? "lost" : await HandleAsync(delivery).ConfigureAwait(false);
            Interlocked.Add(ref _bytes, -delivery.Event.Body.Length);
            Interlocked.Decrement(ref _unfinished);
            metrics.Webhook(scheme, outcome);
        }
    }

    private async Task<string> HandleAsync(Delivery delivery)
    {
        for (int attempt = 1; ; attempt++)
        {
            Exception? failure = await TryHandleAsync(delivery, attempt).ConfigureAwait(false);
            if (failure is null)
            {
                if (delivery.Key is not null)
                {
                    _memory.Complete(delivery.Key);
                }

                return "handled";
            }

            if (attempt == (options.MaxAttempts ?? DefaultAttempts) || _abandoned.IsCancellationRequested)
            {
                await GiveUpAsync(delivery, attempt, failure).ConfigureAwait(false);
                return "given_up";
            }

            metrics.Webhook(scheme, "failed");
            Log.WebhookFailed(logger, failure, scheme, delivery.Event.Id, attempt);
            await DelayAsync(attempt).ConfigureAwait(false);
        }
    }

    private async Task<Exception?> TryHandleAsync(Delivery delivery, int attempt)
    {
        using Activity? activity = HmacKitMetrics.Activities.StartActivity("hmackit.webhook", ActivityKind.Consumer, delivery.Parent);
        activity?.SetTag("hmackit.scheme", scheme).SetTag("hmackit.attempt", attempt);
        try
        {
            using var timeout = new CancellationTokenSource(options.HandlerTimeout, time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _abandoned.Token);
            await using AsyncServiceScope scope = scopes.CreateAsyncScope();
            await handler(delivery.Event with { Attempt = attempt, Services = scope.ServiceProvider }, linked.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            activity?.SetTag("error.type", exception.GetType().FullName).SetStatus(ActivityStatusCode.Error);
            return exception;
        }
    }

    private async Task GiveUpAsync(Delivery delivery, int attempt, Exception failure)
    {
        if (delivery.Key is not null)
        {
            _memory.GiveUp(delivery.Key);
        }

        Log.WebhookGivenUp(logger, failure, scheme, delivery.Event.Id, attempt);
        if (options.OnGivenUp is { } callback)
        {
            try
            {
                await callback(delivery.Event, failure).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Log.WebhookGivenUpFailed(logger, exception, scheme, delivery.Event.Id);
            }
        }
    }

    private async Task DelayAsync(int attempt)
    {
        TimeSpan delay = options.RetryDelay * Math.Pow(2, Math.Min(attempt - 1, 16));
        try
        {
            await Task.Delay(delay < MaxRetryDelay ? delay : MaxRetryDelay, time, _draining.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The host is stopping: there is no time to wait.
        }
    }

    private sealed record Delivery(WebhookEvent Event, string? Key, ActivityContext Parent);
}
