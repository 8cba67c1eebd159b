namespace HmacKit;

/// <summary>
/// A bounded memory in front of a slower source. It remembers keys, and for a short time also that there is no such
/// key; any number of look-ups of one id at one time are one look-up in the source. A hit allocates nothing.
/// </summary>
/// <remarks>
/// A failure of the source goes to those who wait for that look-up, and isn't remembered. A caller who gives up
/// doesn't end the look-up for the others.
/// </remarks>
public sealed class CachedKeySource : IKeySource
{
    private readonly LookupCache<KeyRing> _cache;

    /// <summary>A cache over <paramref name="source"/>.</summary>
    /// <param name="source">The slower source.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of bounds.</exception>
    public CachedKeySource(IKeySource source, KeyCacheOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        _cache = new LookupCache<KeyRing>(source.FindAsync, options ?? new KeyCacheOptions());
    }

    /// <inheritdoc/>
    public ValueTask<KeyRing?> FindAsync(string keyId, CancellationToken cancellationToken = default) =>
        _cache.FindAsync(keyId, cancellationToken);

    /// <summary>Forgets what is known of a key id: call it when the key has changed. A look-up that is under way is still answered, but isn't remembered.</summary>
    public void Invalidate(string keyId) => _cache.Invalidate(keyId);

    /// <summary>Forgets everything: call it when changes may have been missed.</summary>
    public void InvalidateAll() => _cache.InvalidateAll();
}
