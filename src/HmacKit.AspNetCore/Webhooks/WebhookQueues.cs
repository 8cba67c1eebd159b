using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HmacKit.AspNetCore;

/// <summary>The queues of an application, one per webhook endpoint. The host has them drained when it stops.</summary>
internal sealed class WebhookQueues(
    IServiceProvider services, IServiceScopeFactory scopes, HmacKitMetrics metrics, TimeProvider time, ILoggerFactory loggers) : IHostedService, IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<WebhookQueue> _queues = [];

    /// <summary>A new queue.</summary>
    public WebhookQueue Add(string scheme, Func<WebhookEvent, CancellationToken, Task> handler, WebhookOptions options)
    {
        SignatureScheme definition = services.GetKeyedService<SignatureScheme>(scheme)
            ?? throw new InvalidOperationException($"A webhook is mapped for scheme '{scheme}', which isn't registered: call services.AddHmacKit(hmac => hmac.AddScheme(…)).");

        TimeSpan window = definition.Freshness is { } freshness ? freshness.MaxAge + freshness.MaxSkew : TimeSpan.Zero;
        var queue = new WebhookQueue(scheme, handler, options, window, scopes, metrics, time, loggers.CreateLogger(Log.Category));
        lock (_gate)
        {
            _queues.Add(queue);
        }

        return queue;
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
