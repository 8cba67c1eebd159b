using System.Collections.Concurrent;

namespace HmacKit;

/// <summary>
/// A bounded table in two generations: new entries go into the young one, and once that is full it becomes the old
/// one, whose entries are gone unless they were used in the meantime. So what is used stays, without a list to keep
/// in order. Reading takes no lock; all else is called under the owner's.
/// </summary>
internal sealed class GenerationTable<TValue>(int capacity)
    where TValue : class
{
    private readonly int _generationSize = capacity / 2;
    private volatile ConcurrentDictionary<string, Entry> _young = NewGeneration();
    private volatile ConcurrentDictionary<string, Entry> _old = NewGeneration();
    private int _youngCount;

    /// <summary>The number of entries, outdated ones included.</summary>
    public int Count => _young.Count + _old.Count;

    /// <summary>The entry, which may be outdated; <paramref name="isOld"/> asks the caller to <see cref="Promote"/> it.</summary>
    public Entry? Find(string id, out bool isOld)
    {
        isOld = false;
        if (_young.TryGetValue(id, out Entry? entry))
        {
            return entry;
        }

        isOld = _old.TryGetValue(id, out entry);
        return entry;
    }

    public void Set(string id, Entry entry)
    {
        Remove(id);
        if (_youngCount == _generationSize)
        {
            _old = _young;
            _young = NewGeneration();
            _youngCount = 0;
        }

        _young[id] = entry;
        _youngCount++;
    }

    /// <summary>Moves an entry to the young generation, unless it has been replaced or taken out by now.</summary>
    public void Promote(string id, Entry entry)
    {
        if (_old.TryGetValue(id, out Entry? current) && ReferenceEquals(current, entry))
        {
            Set(id, entry);
        }
    }

    public void Remove(string id)
    {
        _old.TryRemove(id, out _);
        if (_young.TryRemove(id, out _))
        {
            _youngCount--;
        }
    }

    public void Clear()
    {
        _young = NewGeneration();
        _old = NewGeneration();
        _youngCount = 0;
    }

    private static ConcurrentDictionary<string, Entry> NewGeneration() => new(concurrencyLevel: 1, capacity: 31, StringComparer.Ordinal);

    /// <summary>What the source said, null included, and the timestamp from which it must be asked again.</summary>
    internal sealed record Entry(TValue? Value, long Outdated);
}
