using System.Runtime.InteropServices;

namespace HmacKit;

/// <summary>
/// The keys behind one key id: the primary one signs, and it and the others are accepted, each within its own time.
/// Immutable: a rotation makes a new ring.
/// </summary>
/// <remarks>A ring holds at most 16 keys, since each may cost a verification one HMAC.</remarks>
public sealed class KeyRing
{
    /// <summary>The most keys that a ring holds: 16.</summary>
    internal const int MaxKeys = 16;

    /// <summary>The most characters of a key id: 256.</summary>
    public const int MaxIdLength = 256;

    private readonly KeyRingEntry[] _entries;

    /// <summary>A ring with one key, for schemes whose requests carry no key id: most webhooks.</summary>
    /// <param name="primary">The key that signs and is accepted.</param>
    public KeyRing(HmacKey primary)
        : this("", primary)
    {
    }

    /// <summary>A ring with one key.</summary>
    /// <param name="id">The key id as it is on the wire: printable ASCII, at most <see cref="MaxIdLength"/> characters; empty if the scheme has none.</param>
    /// <param name="primary">The key that signs and is accepted.</param>
    /// <param name="notBefore">When it starts to be accepted; at once by default.</param>
    /// <param name="expires">When it stops being accepted; never by default.</param>
    /// <exception cref="ArgumentException">The id has other characters, or is too long.</exception>
    public KeyRing(string id, HmacKey primary, DateTimeOffset? notBefore = null, DateTimeOffset? expires = null)
        : this(id, [new KeyRingEntry(primary, notBefore, expires, isPrimary: true)], isDisabled: false, identity: null)
    {
    }

    private KeyRing(string id, KeyRingEntry[] entries, bool isDisabled, KeyIdentity? identity)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!KeyIdentity.IsValidKeyId(id))
        {
            throw new ArgumentException($"A key id is printable ASCII and has at most {MaxIdLength} characters.", nameof(id));
        }

        if (entries.Length > MaxKeys)
        {
            throw new ArgumentException($"A ring holds at most {MaxKeys} keys; take out those that have expired.", nameof(entries));
        }

        Id = id;
        _entries = entries;
        IsDisabled = isDisabled;
        Identity = identity ?? new KeyIdentity { KeyId = id };
    }

    /// <summary>The key id that requests name; empty if the scheme carries none.</summary>
    public string Id { get; }

    /// <summary>True if the whole ring is switched off: every request with its id is refused.</summary>
    public bool IsDisabled { get; }

    /// <summary>Who the key is. Without <see cref="WithIdentity"/> that is the key id alone, without owner and scopes.</summary>
    public KeyIdentity Identity { get; }

    /// <summary>The key that signs.</summary>
    public HmacKey Primary => _entries[0].Key;

    /// <summary>All keys, the primary one first.</summary>
    public IReadOnlyList<KeyRingEntry> Entries => ImmutableCollectionsMarshal.AsImmutableArray(_entries);

    internal ReadOnlySpan<KeyRingEntry> EntrySpan => _entries;

    /// <summary>The same ring with one more key that is accepted but doesn't sign.</summary>
    /// <param name="key">The key, usually the previous primary one.</param>
    /// <param name="notBefore">When it starts to be accepted; at once by default.</param>
    /// <param name="expires">When it stops being accepted. Give a rotation an end.</param>
    /// <exception cref="ArgumentException">The ring is full.</exception>
    public KeyRing WithAccepted(HmacKey key, DateTimeOffset? notBefore = null, DateTimeOffset? expires = null) =>
        new(Id, [.. _entries, new KeyRingEntry(key, notBefore, expires, isPrimary: false)], IsDisabled, Identity);

    /// <summary>A ring with a new primary key; the primary one until now is accepted until <paramref name="oldExpires"/>.</summary>
    /// <param name="primary">The key that signs from now on.</param>
    /// <param name="oldExpires">When the key that it replaces stops being accepted.</param>
    /// <exception cref="ArgumentException">The ring is full.</exception>
    public KeyRing Rotate(HmacKey primary, DateTimeOffset oldExpires)
    {
        KeyRingEntry old = _entries[0];
        DateTimeOffset end = old.Expires is { } expires && expires < oldExpires ? expires : oldExpires;
        return new(
            Id,
            [new KeyRingEntry(primary, null, null, isPrimary: true), new KeyRingEntry(old.Key, old.NotBefore, end, isPrimary: false), .. _entries.AsSpan(1)],
            IsDisabled,
            Identity);
    }

    /// <summary>The same ring with facts about its owner, which a verification's result hands on.</summary>
    /// <param name="identity">The facts.</param>
    /// <exception cref="ArgumentException">They are another key id's.</exception>
    public KeyRing WithIdentity(KeyIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        if (identity.KeyId != Id)
        {
            throw new ArgumentException($"The ring's key id is '{Id}', the identity's is '{identity.KeyId}'.", nameof(identity));
        }

        return new(Id, _entries, IsDisabled, identity);
    }

    /// <summary>The same ring without the older keys whose acceptance has ended. The primary key stays, whatever its time.</summary>
    /// <param name="now">The time to go by.</param>
    public KeyRing WithoutExpired(DateTimeOffset now) =>
        new(Id, [.. _entries.Where(entry => entry.IsPrimary || !(now >= entry.Expires))], IsDisabled, Identity);

    /// <summary>The same ring, switched off.</summary>
    public KeyRing Disable() => new(Id, _entries, isDisabled: true, Identity);

    /// <summary>The same ring, switched on again.</summary>
    public KeyRing Enable() => new(Id, _entries, isDisabled: false, Identity);

    /// <summary>The id and the number of keys; never a secret.</summary>
    public override string ToString() => $"KeyRing '{Id}' ({_entries.Length} keys{(IsDisabled ? ", disabled" : "")})";
}
