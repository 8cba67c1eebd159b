namespace HmacKit.AspNetCore;

/// <summary>
/// What became of each event, in this process: under way, done, or given up. An event that was given up is handled when it comes
/// again; that it was claimed in a shared store is no reason against it, since this process made the claim.
/// </summary>
internal sealed class WebhookMemory(int capacity, TimeSpan rememberFor, TimeSpan window, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _known = new(StringComparer.Ordinal);

    // In the order of their ends. What is under way again since then is skipped.
    private readonly Queue<(Entry Entry, DateTimeOffset At)> _ended = new();

    private enum State
    {
        UnderWay,
        Done,
        GivenUp,
    }

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
            while (TryPeekEnded(out Entry oldest) && oldest.EndedAt + rememberFor <= now)
            {
                RemoveOldest();
            }

            if (_known.TryGetValue(key, out Entry? known))
            {
                if (known.State != State.GivenUp)
                {
                    return WebhookClaim.Known;
                }

                known.State = State.UnderWay;
                return WebhookClaim.Again;
            }

            if (_known.Count >= capacity)
            {
                // Whatever could still be replayed under its signature must stay known.
                if (!TryPeekEnded(out Entry oldest) || oldest.EndedAt + window > now)
                {
                    return WebhookClaim.Full;
                }

                RemoveOldest();
            }

            _known.Add(key, new Entry(key));
            return WebhookClaim.New;
        }
    }

    /// <summary>The event's handler has succeeded, here or elsewhere.</summary>
    public void Complete(string key) => End(key, State.Done);

    /// <summary>The event's handler has failed for good, after the event was claimed.</summary>
    public void GiveUp(string key) => End(key, State.GivenUp);

    /// <summary>The event wasn't taken on after all, and nobody has claimed it.</summary>
    public void Forget(string key)
    {
        lock (_gate)
        {
            _known.Remove(key);
        }
    }

    private void End(string key, State state)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_gate)
        {
            if (_known.TryGetValue(key, out Entry? entry))
            {
                (entry.State, entry.EndedAt) = (state, now);
                _ended.Enqueue((entry, now));
            }
        }
    }

    private bool TryPeekEnded(out Entry oldest)
    {
        while (_ended.TryPeek(out (Entry Entry, DateTimeOffset At) next))
        {
            oldest = next.Entry;
            if (oldest.State != State.UnderWay && oldest.EndedAt == next.At)
            {
                return true;
            }

            _ended.Dequeue();
        }

        oldest = null!;
        return false;
    }

    private void RemoveOldest() => _known.Remove(_ended.Dequeue().Entry.Key);

    private sealed class Entry(string key)
    {
        public string Key { get; } = key;

        public State State { get; set; }

        public DateTimeOffset EndedAt { get; set; }
    }
}

/// <summary>What becomes of an event that comes in.</summary>
internal enum WebhookClaim
{
    /// <summary>Nobody in this process knows it.</summary>
    New,

    /// <summary>It was given up here, and gets another chance.</summary>
    Again,

    /// <summary>It is under way or done.</summary>
    Known,

    /// <summary>There is no room to remember it.</summary>
    Full,
}
