using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.Webhooks;

/// <summary>
/// Keeps events before they are answered, and has them handled afterwards, by this process or any other with the same database: what was accepted is
/// handled at least once, and exactly once as far as the handler writes in <see cref="WebhookEvent.BeginTransactionAsync"/>.
/// </summary>
public sealed class WebhookInbox : IAsyncDisposable
{
    private readonly WebhookInboxOptions _options;
    private readonly IServiceScopeFactory _scopes;
    private readonly WebhookMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, InboxPump> _pumps = new(StringComparer.Ordinal);
    private bool _isStarted;
    private bool _isDisposed;

    internal WebhookInbox(InboxStore store, WebhookInboxOptions options, IServiceScopeFactory scopes, WebhookMetrics metrics, TimeProvider time, ILogger logger)
    {
        options.ThrowIfInvalid();
        Store = store;
        _options = options;
        _scopes = scopes;
        _metrics = metrics;
        _time = time;
        _logger = logger;
    }

    /// <summary>The events, and the dead letters among them.</summary>
    public InboxStore Store { get; }

    /// <summary>Has this process handle the events of an endpoint.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    /// <exception cref="InvalidOperationException">The endpoint has a handler already.</exception>
    public void Handle(InboxEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        endpoint.ThrowIfInvalid();
        var pump = new InboxPump(endpoint, Store, _options, _scopes, _metrics, _time, _logger);
        lock (_gate)
        {
            if (!_pumps.TryAdd(endpoint.Name, pump))
            {
                throw new InvalidOperationException($"The endpoint '{endpoint.Name}' has a handler already: give one of the two another name.");
            }

            if (_isStarted)
            {
                pump.Start();
            }
        }
    }

    /// <summary>Takes an event in. It is on the disk when this is complete with <see cref="InboxOutcome.Accepted"/>; whatever the database does, nothing is thrown.</summary>
    /// <param name="message">The event.</param>
    public async ValueTask<InboxOutcome> OfferAsync(InboxMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        bool isNew;
        try
        {
            isNew = await Store.AddAsync(message with { Trace = message.Trace ?? Activity.Current?.Id }).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.EventNotKept(_logger, exception, message.Event.Id, message.Endpoint);
            return InboxOutcome.Unavailable;
        }

        if (isNew)
        {
            Wake(message.Endpoint);
        }

        return isNew ? InboxOutcome.Accepted : InboxOutcome.Repeated;
    }

    /// <summary>Has dead letters handled again, from their first attempt; how many there were.</summary>
    /// <param name="id">One of them; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<int> ResendAsync(long? id = null, CancellationToken cancellationToken = default)
    {
        int count = await Store.ResendAsync(id, _time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        Wake(null);
        return count;
    }

    /// <summary>Drops dead letters for good; how many there were.</summary>
    /// <param name="id">One of them; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<int> ClearAsync(long? id = null, CancellationToken cancellationToken = default) => Store.ClearAsync(id, _time.GetUtcNow(), cancellationToken);

    /// <summary>Lets go of all handlers without waiting for them. A second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        using var now = new CancellationTokenSource();
        await now.CancelAsync().ConfigureAwait(false);
        await StopAsync(now.Token).ConfigureAwait(false);
        foreach (InboxPump pump in _pumps.Values)
        {
            pump.Dispose();
        }
    }

    internal void Start()
    {
        lock (_gate)
        {
            _isStarted = true;
            foreach (InboxPump pump in _pumps.Values)
            {
                pump.Start();
            }
        }
    }

    internal Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.WhenAll(_pumps.Values.Select(pump => pump.StopAsync(cancellationToken)));
        }
    }

    private void Wake(string? endpoint)
    {
        lock (_gate)
        {
            foreach (InboxPump pump in _pumps.Values.Where(pump => endpoint is null || pump.Name == endpoint))
            {
                pump.Wake();
            }
        }
    }
}
