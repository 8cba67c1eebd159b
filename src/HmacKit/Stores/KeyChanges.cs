using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit;

/// <summary>
/// Makes caches forget keys that another machine has changed, so that a key that was revoked on one is refused on all at once, and not
/// when <see cref="KeyCacheOptions.Lifetime"/> is over. The packages with stores bring theirs; derive from it for a store of your own.
/// </summary>
/// <remarks>What is changed while changes can't be heard may be missed: then, and once they can be heard again, the caches forget everything.</remarks>
public abstract class KeyChanges : IAsyncDisposable
{
    private readonly string _store;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private (Action<string> One, Action All)[] _caches = [];
    private bool _isStarted;
    private bool _isLossLogged;
    private volatile bool _isListening;

    /// <summary>Changes that nobody watches yet.</summary>
    /// <param name="store">What the store is called in the log, such as <c>redis</c>.</param>
    /// <param name="logger">Where it is logged that changes can't be heard; nowhere by default.</param>
    protected KeyChanges(string store, ILogger? logger)
    {
        _store = store;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>Whether changes are heard at the moment.</summary>
    public bool IsListening => _isListening;

    /// <summary>Makes a cache forget a key whenever it is changed anywhere. Listening begins with the first cache, and goes on in the background.</summary>
    /// <param name="cache">The cache.</param>
    public void Watch(CachedKeySource cache)
    {
        ArgumentNullException.ThrowIfNull(cache);
        Watch(cache.Invalidate, cache.InvalidateAll);
    }

    /// <summary>Makes a cache forget a credential whenever it is changed anywhere. Listening begins with the first cache, and goes on in the background.</summary>
    /// <param name="cache">The cache.</param>
    public void Watch(CachedCredentialStore cache)
    {
        ArgumentNullException.ThrowIfNull(cache);
        Watch(cache.Invalidate, cache.InvalidateAll);
    }

    /// <summary>
    /// Tells all machines that a key has changed. A database tells by itself what was changed in it, so its <see cref="KeyChanges"/>
    /// have nothing to do here.
    /// </summary>
    /// <param name="keyId">The key's id.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public virtual ValueTask AnnounceAsync(string keyId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(keyId);
        return default;
    }

    /// <summary>A store that announces what is changed through it.</summary>
    /// <param name="store">The store with the credentials.</param>
    public CredentialStore Announcing(CredentialStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return new AnnouncingCredentialStore(store, this);
    }

    /// <summary>Stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _isListening = false;
        GC.SuppressFinalize(this);
    }

    /// <summary>Begins to listen; called once, with the first cache. It must not wait for the store.</summary>
    protected abstract void Start();

    /// <summary>Stops listening, also if it was never begun.</summary>
    protected abstract ValueTask StopAsync();

    /// <summary>A key has changed; all of them if the id is null or empty.</summary>
    /// <param name="keyId">The key's id.</param>
    protected void OnChanged(string? keyId)
    {
        foreach ((Action<string> one, Action all) in Volatile.Read(ref _caches))
        {
            if (string.IsNullOrEmpty(keyId))
            {
                all();
            }
            else
            {
                one(keyId);
            }
        }
    }

    /// <summary>Changes are heard from now on.</summary>
    protected void OnListening()
    {
        // What was looked up before may be outdated.
        OnChanged(null);
        if (!_isListening)
        {
            _isListening = true;
            _isLossLogged = false;
            Log.ChangesHeard(_logger, _store);
        }
    }

    /// <summary>Changes aren't heard any more, or still can't be.</summary>
    /// <param name="exception">Why, if that is known.</param>
    protected void OnDeaf(Exception? exception)
    {
        _isListening = false;
        OnChanged(null);
        if (!_isLossLogged)
        {
            // Once, and not for each attempt to listen again.
            _isLossLogged = true;
            Log.ChangesNotHeard(_logger, exception, _store);
        }
    }

    private void Watch(Action<string> one, Action all)
    {
        bool isFirst;
        lock (_gate)
        {
            Volatile.Write(ref _caches, [.. _caches, (one, all)]);
            isFirst = !_isStarted;
            _isStarted = true;
        }

        if (isFirst)
        {
            Start();
        }
    }
}
