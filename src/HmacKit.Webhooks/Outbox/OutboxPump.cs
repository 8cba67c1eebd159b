using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using HmacKit.Http;
using Microsoft.Extensions.Logging;

namespace HmacKit.Webhooks;

/// <summary>
/// Takes what is due, sends it, and writes down what came of it. An attempt that takes long gives its place to another one, and a subscription that was
/// slow or failed the last time begins among the slow ones: so receivers that hang delay nobody else.
/// </summary>
internal sealed class OutboxPump : IDisposable
{
    private const int MaxBatch = 64;
    private const int MaxAnswer = 500;

    // With more of them there is enough to do without several at a time for one.
    private const int MostNamed = 200;
    private const int Tries = 5;

    private static readonly TimeSpan ForgetInterval = TimeSpan.FromMinutes(1);

    private readonly DeliveryTable _deliveries;
    private readonly DeliveryQueue _queue;
    private readonly SubscriptionSecrets _secrets;
    private readonly WebhookSender _sender;
    private readonly WebhookOutboxOptions _options;
    private readonly WebhookDatabase _database;
    private readonly WebhookMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly GroupCommit<AttemptResult, bool> _ending;
    private readonly ConcurrentDictionary<string, int> _underWay = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _suspects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _proven = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, Task> _attempts = new();
    private readonly Signal _signal = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abandoned = new();
    private Task _running = Task.CompletedTask;
    private int _quick;
    private int _slow;

    public OutboxPump(
        WebhookDatabase database, DeliveryTable deliveries, SubscriptionSecrets secrets, WebhookSender sender, WebhookOutboxOptions options, WebhookMetrics metrics, TimeProvider time, ILogger logger)
    {
        _database = database;
        _deliveries = deliveries;
        _queue = new DeliveryQueue(database);
        _secrets = secrets;
        _sender = sender;
        _options = options;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _ending = new("attempts", MaxBatch, database.Dialect.MaxSenders, EndAsync);
    }

    public void Wake() => _signal.Set();

    public void Start()
    {
        using AsyncFlowControl flow = ExecutionContext.SuppressFlow();
        _running = Task.WhenAll(Task.Run(TakeAsync), Task.Run(ForgetAsync));
    }

    /// <summary>Begins nothing more, and waits for what is under way; from <paramref name="cancellationToken"/> on that is let go, and made again when its lease is over.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await Task.WhenAll(_attempts.Values).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await _abandoned.CancelAsync().ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _abandoned.Dispose();
    }

    private async Task TakeAsync()
    {
        int most = _options.MaxConcurrencyPerSubscription;
        while (!_stopping.IsCancellationRequested)
        {
            Task next = _signal.Next;
            int taken = 0;
            try
            {
                int slow = Volatile.Read(ref _slow);
                int room = slow < 2 * _options.MaxSlow ? _options.MaxConcurrency - Volatile.Read(ref _quick) : 0;
                if (room > 0)
                {
                    // Who hasn't answered quickly yet gets one attempt at a time. Half of the places at once, so that both halves together are never more than all.
                    IEnumerable<string> busy = _underWay.Where(pair => pair.Value > 0 && (pair.Value * 2 > most || !_proven.ContainsKey(pair.Key))).Select(static pair => pair.Key);
                    busy = slow < _options.MaxSlow ? busy : busy.Union(_suspects.Keys);
                    IEnumerable<string> proven = _proven.Count <= MostNamed ? _proven.Keys : [];
                    DateTimeOffset now = _time.GetUtcNow();
                    List<DueDelivery> due = await _queue.TakeAsync(room, (most + 1) / 2, proven, busy, now, now + _options.LeaseTime, _stopping.Token).ConfigureAwait(false);
                    taken = due.Count;
                    foreach (DueDelivery delivery in due)
                    {
                        Begin(delivery);
                    }
                }

                if (taken == 0)
                {
                    await Signal.WaitAsync(next, _options.PollInterval, _time, _stopping.Token).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Log.OutboxUnavailable(_logger, exception);
                await Task.Delay(_options.PollInterval, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Begin(DueDelivery delivery)
    {
        string subscription = delivery.Subscription.Id;
        _underWay.AddOrUpdate(subscription, 1, static (_, count) => count + 1);
        bool isQuick = !_suspects.ContainsKey(subscription);
        _ = isQuick ? Interlocked.Increment(ref _quick) : Interlocked.Increment(ref _slow);
        _attempts[delivery.Id] = Task.Run(() => RunAsync(delivery, isQuick));
    }

    private async Task RunAsync(DueDelivery delivery, bool isQuick)
    {
        Task attempt = AttemptAsync(delivery);
        if (isQuick && await Task.WhenAny(attempt, Task.Delay(_options.SlowAfter, _time, CancellationToken.None)).ConfigureAwait(false) != attempt)
        {
            isQuick = false;
            Suspect(delivery.Subscription.Id);
            Interlocked.Increment(ref _slow);
            Interlocked.Decrement(ref _quick);
            _signal.Set();
        }

        await attempt.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_underWay.AddOrUpdate(delivery.Subscription.Id, 0, static (_, count) => count - 1) == 0)
        {
            _underWay.TryRemove(new KeyValuePair<string, int>(delivery.Subscription.Id, 0));
        }

        _ = isQuick ? Interlocked.Decrement(ref _quick) : Interlocked.Decrement(ref _slow);
        _attempts.TryRemove(delivery.Id, out _);
        _signal.Set();
    }

    private void Suspect(string subscription)
    {
        _suspects[subscription] = true;
        _proven.TryRemove(subscription, out _);
    }

    private async Task AttemptAsync(DueDelivery delivery)
    {
        try
        {
            AttemptResult result = await SendAsync(delivery).ConfigureAwait(false);
            _metrics.Delivery(result.Outcome, result.Duration);
            if (result.State == DeliveryState.Delivered && result.Duration < _options.SlowAfter)
            {
                _suspects.TryRemove(delivery.Subscription.Id, out _);
                _proven[delivery.Subscription.Id] = true;
            }
            else
            {
                Suspect(delivery.Subscription.Id);
            }

            await _ending.AddAsync(result).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_abandoned.IsCancellationRequested)
        {
            // It is made again when its lease is over.
        }
        catch (Exception exception)
        {
            Log.DeliveryNotEnded(_logger, exception, delivery.EventId, delivery.Subscription.Id);
        }
    }

    private async Task<AttemptResult> SendAsync(DueDelivery delivery)
    {
        _ = ActivityContext.TryParse(delivery.Trace, null, isRemote: true, out ActivityContext enqueued);
        using Activity? activity = WebhookMetrics.Activities.StartActivity(
            "hmackit.webhook.deliver", ActivityKind.Producer, parentContext: default, links: enqueued == default ? null : [new ActivityLink(enqueued)]);
        activity?.SetTag("hmackit.attempt", delivery.Attempt);
        DateTimeOffset at = _time.GetUtcNow();
        long start = _time.GetTimestamp();
        WebhookRetryPolicy policy = _options.Policies.TryGetValue(delivery.Subscription.Policy, out WebhookRetryPolicy? own) ? own : _options.Policies[_options.DefaultPolicy];
        int attempt = Math.Min(delivery.Attempt, policy.Delays.Count + 1);
        SignatureScheme? scheme = _options.FindScheme(delivery.Subscription.Scheme);
        if (scheme is null || _secrets.SignerOf(scheme, delivery.Subscription.Id, delivery.Version, delivery.Secrets) is not { } signer)
        {
            // A protection key or a scheme is missing: nothing that the receiver could help.
            Log.SecretNotOpened(_logger, delivery.Subscription.Id);
            return new AttemptResult(delivery with { Attempt = delivery.Attempt - 1 }, "secret_unreadable", DeliveryState.Waiting, at, default, at, at + TimeSpan.FromMinutes(1), null, null, null);
        }

        var webhook = new Webhook(delivery.Subscription.Url, signer, delivery.Body) { Id = delivery.EventId, ContentType = delivery.ContentType };
        WebhookDelivery answer;
        try
        {
            answer = await _sender.SendAsync(webhook, policy, attempt, _abandoned.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or (InvalidOperationException and not ObjectDisposedException))
        {
            // The scheme can't express it, or HttpClient can't send it: no further attempt would end otherwise. (A sender that is disposed of is the host's end.)
            Log.EventUnsendable(_logger, exception, delivery.EventId, delivery.Subscription.Id);
            return new AttemptResult(delivery, "unsendable", DeliveryState.Dead, at, default, at, null, null, null, null);
        }

        TimeSpan duration = _time.GetElapsedTime(start);
        DateTimeOffset now = _time.GetUtcNow();
        activity?.SetTag("hmackit.outcome", NameOf(answer.Outcome));
        if (!answer.IsDelivered)
        {
            activity?.SetTag("error.type", NameOf(answer.Outcome)).SetStatus(ActivityStatusCode.Error);
        }

        bool isLong = answer.Outcome == WebhookOutcome.Failed && delivery.Subscription.FailingSince is { } since && now - since >= _options.DisableAfter;
        DeliveryState state = answer.IsDelivered ? DeliveryState.Delivered : answer.RetryAfter is null ? DeliveryState.Dead : DeliveryState.Waiting;
        return new AttemptResult(
            delivery,
            NameOf(answer.Outcome),
            state,
            at,
            duration,
            now,
            answer.RetryAfter is { } wait ? now + wait : null,
            answer.StatusCode,
            TextOf(answer.Answer.Span),
            answer.Outcome == WebhookOutcome.Gone ? "gone" : isLong ? AttemptResult.Failing : null);
    }

    private async Task<bool[]> EndAsync(IReadOnlyList<AttemptResult> results)
    {
        HashSet<string> disabled = [];
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                disabled = await _deliveries.EndAsync(results, _options.DisabledEventType, CancellationToken.None).ConfigureAwait(false);
                break;
            }
            catch (System.Data.Common.DbException exception) when (attempt < Tries && _database.Dialect.IsUndone(exception))
            {
                // Once more.
            }
        }

        foreach (AttemptResult result in results.Where(result => disabled.Remove(result.Due.Subscription.Id)))
        {
            await TellDisabledAsync(result).ConfigureAwait(false);
        }

        return [.. results.Select(static _ => true)];
    }

    private async Task TellDisabledAsync(AttemptResult result)
    {
        WebhookSubscription subscription = result.Due.Subscription with { Status = SubscriptionStatus.Disabled, Reason = result.Disable };
        Log.SubscriptionDisabled(_logger, subscription.Id, result.Disable);
        try
        {
            if (_options.OnDisabled is { } callback)
            {
                await callback(subscription).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            Log.OnDisabledFailed(_logger, exception, subscription.Id);
        }
    }

    private async Task ForgetAsync()
    {
        while (true)
        {
            await Task.Delay(ForgetInterval, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            try
            {
                while (await _deliveries.ForgetAsync(_time.GetUtcNow() - _options.KeepFor, _stopping.Token).ConfigureAwait(false) > 0)
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
                Log.OutboxUnavailable(_logger, exception);
            }
        }
    }

    private static string NameOf(WebhookOutcome outcome) => outcome switch
    {
        WebhookOutcome.Delivered => "delivered",
        WebhookOutcome.Refused => "refused",
        WebhookOutcome.Gone => "gone",
        WebhookOutcome.TargetForbidden => "target_forbidden",
        _ => "failed",
    };

    /// <summary>What an answer says, without what a log or a page could stumble over.</summary>
    private static string? TextOf(ReadOnlySpan<byte> answer)
    {
        if (answer.IsEmpty)
        {
            return null;
        }

        return StoredText.Of(string.Concat(Encoding.UTF8.GetString(answer).Select(static c => char.IsControl(c) ? ' ' : c)), MaxAnswer);
    }
}
