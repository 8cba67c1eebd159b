namespace HmacKit;

/// <summary>Keys that were derived from another one, for the last scopes that a signature has proven. They die with it.</summary>
internal sealed class DerivedKeys
{
    private const int MaxKeys = 8;

    private readonly Entry?[] _entries = new Entry?[MaxKeys];
    private readonly Lock _lock = new();
    // Unsigned, so that it may begin again.
    private uint _next;
    private bool _isDisposed;

    /// <summary>The key of a scope, or null.</summary>
    public HmacKey? Find(object plan, ReadOnlySpan<byte> scope)
    {
        foreach (Entry? entry in _entries)
        {
            if (entry is not null && ReferenceEquals(entry.Plan, plan) && scope.SequenceCompareTo(entry.Scope) == 0)
            {
                return entry.Key;
            }
        }

        return null;
    }

    /// <summary>Keeps a key in the place of the oldest one, which others may still be using and the collector takes.</summary>
    public void Keep(object plan, ReadOnlySpan<byte> scope, HmacKey key)
    {
        lock (_lock)
        {
            if (_isDisposed || Find(plan, scope) is not null)
            {
                // Another thread has kept its twin, or the key that it came from is gone.
                key.Dispose();
                return;
            }

            _entries[_next++ % MaxKeys] = new Entry(plan, scope.ToArray(), key);
        }
    }

    /// <summary>Zeroes them all.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            foreach (Entry? entry in _entries)
            {
                entry?.Key.Dispose();
            }
        }
    }

    private sealed record Entry(object Plan, byte[] Scope, HmacKey Key);
}
