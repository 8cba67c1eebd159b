namespace HmacKit;

/// <summary>A key in a ring, with the time in which it is accepted.</summary>
public sealed class KeyRingEntry
{
    private readonly bool _isAlwaysAccepted;

    internal KeyRingEntry(HmacKey key, DateTimeOffset? notBefore, DateTimeOffset? expires, bool isPrimary)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (expires <= notBefore)
        {
            throw new ArgumentException("A key expires after it starts to be accepted.", nameof(expires));
        }

        Key = key;
        NotBefore = notBefore;
        Expires = expires;
        IsPrimary = isPrimary;
        _isAlwaysAccepted = notBefore is null && expires is null;
    }

    /// <summary>The key.</summary>
    public HmacKey Key { get; }

    /// <summary>The first moment at which the key is accepted; null for always.</summary>
    public DateTimeOffset? NotBefore { get; }

    /// <summary>The moment from which the key is no longer accepted; null for never.</summary>
    public DateTimeOffset? Expires { get; }

    /// <summary>True for the one key that signs.</summary>
    public bool IsPrimary { get; }

    /// <summary>Whether the key is accepted at <paramref name="time"/>.</summary>
    public bool IsAccepted(DateTimeOffset time) => _isAlwaysAccepted || (!(time < NotBefore) && !(time >= Expires));
}
