using System.Collections.Concurrent;

namespace HmacKit.Benchmarks;

/// <summary>What most hand-written verifiers do: a concurrent dictionary with expiry times, swept every half window.</summary>
internal sealed class DictionaryCandidate(int live) : ReplayCandidate(live)
{
    private readonly ConcurrentDictionary<string, long> _expiries = new(StringComparer.Ordinal);
    private long _nextSweep;

    public override bool TryAdd(string nonce, DateTimeOffset signedAt)
    {
        long now = Clock.GetUtcNow().UtcTicks;
        long due = Volatile.Read(ref _nextSweep);
        if (now >= due && Interlocked.CompareExchange(ref _nextSweep, now + (Window.Ticks / 2), due) == due)
        {
            foreach (KeyValuePair<string, long> entry in _expiries)
            {
                if (entry.Value <= now)
                {
                    _expiries.TryRemove(entry);
                }
            }
        }

        return _expiries.TryAdd(nonce, (signedAt + Window).UtcTicks);
    }
}
