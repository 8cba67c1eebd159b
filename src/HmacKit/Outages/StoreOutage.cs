using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit;

/// <summary>One store's outages: the breaker, what the policy says meanwhile, and what the log and the instruments are told.</summary>
internal sealed class StoreOutage
{
    private readonly OutagePolicy _policy;
    private readonly TimeSpan _maxFallback;
    private readonly CircuitBreaker _breaker;
    private readonly ILogger _logger;
    private int _hasFallbackEnded;

    public StoreOutage(string name, OutageOptions options, TimeProvider? time, ILogger? logger)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        options.ThrowIfOutOfBounds();
        Name = name;
        Time = time ?? TimeProvider.System;
        Timeout = options.Timeout;
        _policy = options.Policy;
        _maxFallback = options.MaxFallback;
        _logger = logger ?? NullLogger.Instance;
        _breaker = new CircuitBreaker(options.FailuresToOpen, options.BreakDuration, Time);
        EngineMetrics.WatchFallback(this, static outage => (((StoreOutage)outage).Name, ((StoreOutage)outage).State == StoreState.InFallback));
    }

    public string Name { get; }

    public TimeProvider Time { get; }

    public TimeSpan Timeout { get; }

    public StoreState State =>
        !_breaker.IsOpen ? StoreState.Available : IsWithinFallback ? StoreState.InFallback : StoreState.Unavailable;

    private bool IsWithinFallback => _policy == OutagePolicy.FallBackToMemory && _breaker.AwayFor <= _maxFallback;

    public bool TryEnter(out bool isProbe) => _breaker.TryEnter(out isProbe);

    /// <summary>Whether memory may answer in the store's place. Says once in an outage that it may not any more.</summary>
    public bool MayFallBack()
    {
        if (IsWithinFallback)
        {
            EngineMetrics.FellBack(Name);
            return true;
        }

        if (_policy == OutagePolicy.FallBackToMemory && Interlocked.Exchange(ref _hasFallbackEnded, 1) == 0)
        {
            Log.FallbackEnded(_logger, Name, _maxFallback);
        }

        return false;
    }

    /// <summary>An answer came. True if that ends an outage.</summary>
    public bool Succeeded(bool isProbe)
    {
        TimeSpan away = isProbe ? _breaker.AwayFor : TimeSpan.Zero;
        if (!_breaker.Succeeded(isProbe))
        {
            return false;
        }

        Volatile.Write(ref _hasFallbackEnded, 0);
        Log.StoreBack(_logger, Name, away);
        return true;
    }

    /// <summary>No answer came; without an exception the store itself said so.</summary>
    public void Failed(bool isProbe, Exception? exception)
    {
        EngineMetrics.StoreFailed(Name, exception is TimeoutException ? "timeout" : exception is null ? "unavailable" : "error");
        if (!_breaker.Failed(isProbe))
        {
            Log.StoreFailed(_logger, isProbe ? LogLevel.Debug : LogLevel.Warning, exception, Name);
            return;
        }

        if (_policy == OutagePolicy.FallBackToMemory)
        {
            Log.StoreAwayInFallback(_logger, exception, Name, _maxFallback);
        }
        else
        {
            Log.StoreAway(_logger, exception, Name);
        }
    }
}
