using HmacKit.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HmacKit.AspNetCore;

/// <summary>The queues of an application, one per webhook endpoint. The host has them drained when it stops.</summary>
internal sealed class WebhookQueues(
    IServiceProvider services, HmacKitMetrics metrics, TimeProvider time, ILoggerFactory loggers) : IHostedService, IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<WebhookQueue> _queues = [];

    /// <summary>Where the events of an endpoint go: the inbox if there is one, and a new queue otherwise.</summary>
    /// <exception cref="InvalidOperationException">The scheme isn't registered, or the store can't remember for so long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Events would be forgotten while they can come again.</exception>
    public WebhookIntake Add(string endpoint, string scheme, Func<WebhookEvent, CancellationToken, Task> handler, WebhookOptions options)
    {
        RequestVerifier verifier = services.GetKeyedService<RequestVerifier>(scheme)
            ?? throw new InvalidOperationException($"A webhook is mapped for scheme '{scheme}', which isn't registered: call services.AddHmacKit(hmac => hmac.AddScheme(…)).");
        if (options.RememberFor < verifier.ReplayWindow)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.RememberFor, $"{nameof(options.RememberFor)} is under the {verifier.ReplayWindow} for which an event of scheme '{scheme}' can come again (greatest age + greatest skew), and would be handled again then: set that or more.");
        }

        if (services.GetService<WebhookInbox>() is { } inbox)
        {
            return AddTo(inbox, endpoint, scheme, handler, options);
        }

        TimeSpan longest = options.RememberFor + (verifier.Scheme.Freshness?.MaxSkew ?? TimeSpan.Zero);
        if (verifier.ReplayStore is { } store && store.MaxRetention < longest)
        {
            throw new InvalidOperationException($"The replay store holds a claim for {store.MaxRetention} at most, and the webhook of scheme '{scheme}' needs {longest} ({nameof(options.RememberFor)} + greatest skew): set {nameof(options.RememberFor)} to less, or take a store that holds claims for longer.");
        }

        var queue = new WebhookQueue(
            scheme, handler, options, verifier.ReplayWindow, verifier.ReplayStore, services.GetRequiredService<IServiceScopeFactory>(), metrics, time, loggers.CreateLogger(Log.Category));
        lock (_gate)
        {
            _queues.Add(queue);
        }

        return queue;
    }

    private InboxIntake AddTo(WebhookInbox inbox, string endpoint, string scheme, Func<WebhookEvent, CancellationToken, Task> handler, WebhookOptions options)
    {
        var handled = new InboxEndpoint
        {
            Name = endpoint,
            Scheme = scheme,
            Handler = handler,
            Concurrency = options.Concurrency,
            RetryDelay = options.RetryDelay,
            HandlerTimeout = options.HandlerTimeout,
            OnGivenUp = options.OnGivenUp,
        };
        inbox.Handle(options.MaxAttempts is { } attempts ? handled with { MaxAttempts = attempts } : handled);
        return new InboxIntake(inbox, scheme, endpoint, options, metrics);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.WhenAll(_queues.Select(queue => queue.StopAsync(cancellationToken)));
        }
    }

    public void Dispose() => _queues.ForEach(static queue => queue.Dispose());
}
