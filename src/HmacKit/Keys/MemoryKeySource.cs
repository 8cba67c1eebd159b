using System.Collections.Concurrent;

namespace HmacKit;

/// <summary>Keys in memory. Rings can be put in, replaced and taken out while requests are being verified.</summary>
public sealed class MemoryKeySource : IKeySource
{
    private readonly ConcurrentDictionary<string, KeyRing> _rings = new(StringComparer.Ordinal);

    /// <summary>A source with these rings.</summary>
    /// <exception cref="ArgumentException">Two rings have one id.</exception>
    public MemoryKeySource(params IEnumerable<KeyRing> rings)
    {
        ArgumentNullException.ThrowIfNull(rings);
        foreach (KeyRing ring in rings)
        {
            if (!_rings.TryAdd(ring.Id, ring))
            {
                throw new ArgumentException($"Two rings have the key id '{ring.Id}'; put their keys into one ring.", nameof(rings));
            }
        }
    }

    /// <summary>Puts a ring in, in place of one with the same id.</summary>
    public void Set(KeyRing ring)
    {
        ArgumentNullException.ThrowIfNull(ring);
        _rings[ring.Id] = ring;
    }

    /// <summary>Takes the ring with this id out; false if there was none.</summary>
    public bool Remove(string keyId) => _rings.TryRemove(keyId, out _);

    /// <inheritdoc/>
    public ValueTask<KeyRing?> FindAsync(string keyId, CancellationToken cancellationToken = default) =>
        new(_rings.GetValueOrDefault(keyId));
}
