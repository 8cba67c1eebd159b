namespace HmacKit.AspNetCore;

/// <summary>
/// Which events are under way and which are done, in this process. An event whose handler failed for good is forgotten, so
/// that it is handled when it comes again.
/// </summary>
internal sealed class WebhookMemory(int capacity, TimeSpan rememberFor, TimeSpan window, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, DateTimeOffset At)> _done = new();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _known.Count;
            }
        }
    }

    /// <summary>Takes an event on, unless it is known.</summary>
    public WebhookClaim Begin(string key)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_gate)
        {
            while (_done.TryPeek(out (string Key, DateTimeOffset At) oldest) && oldest.At + rememberFor <= now)
            {
                _known.Remove(_done.Dequeue().Key);
            }

            if (_known.Contains(key))
            {
                return WebhookClaim.Known;
            }

            if (_known.Count >= capacity)
            {
                // Whatever could still be replayed under its signature must stay known.
                if (!_done.TryPeek(out (string Key, DateTimeOffset At) oldest) || oldest.At + window > now)
                {
                    return WebhookClaim.Full;
                }

                _known.Remove(_done.Dequeue().Key);
            }

            _known.Add(key);
            return WebhookClaim.New;
        }
    }

    /// <summary>The event's handler has succeeded.</summary>
    public void Complete(string key)
    {
        lock (_gate)
        {
            _done.Enqueue((key, time.GetUtcNow()));
        }
    }

    /// <summary>The event wasn't handled after all.</summary>
    public void Forget(string key)
    {
        lock (_gate)
        {
            _known.Remove(key);
        }
    }
}

/// <summary>What becomes of an event that comes in.</summary>
internal enum WebhookClaim
{
    New,
    Known,
    Full,
}
