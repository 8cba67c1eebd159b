namespace HmacKit.Contracts;

/// <summary>A key that a source under test must hold: HMAC-SHA256, its secrets as text.</summary>
/// <param name="Id">The key id.</param>
/// <param name="Secret">The secret of the key that signs.</param>
public sealed record ContractKey(string Id, string Secret)
{
    /// <summary>The secret that was replaced and is accepted beside the other; null if there is none.</summary>
    public string? OldSecret { get; init; }

    /// <summary>When the old secret stops being accepted; null for never.</summary>
    public DateTimeOffset? OldSecretEnds { get; init; }

    /// <summary>When the key stops being accepted; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Whether the key is switched off.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Whom the key belongs to; null if nobody says.</summary>
    public string? Owner { get; init; }

    /// <summary>The tier of limits; null if nobody says.</summary>
    public string? Tier { get; init; }

    /// <summary>What the key may be used for.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The same as a ring, for sources that are given rings.</summary>
    public KeyRing ToRing()
    {
        KeyRing ring = new KeyRing(Id, HmacKey.FromText(Secret), expires: Expires)
            .WithIdentity(new KeyIdentity { KeyId = Id, Owner = Owner, Tier = Tier, Scopes = Scopes });
        ring = OldSecret is null ? ring : ring.WithAccepted(HmacKey.FromText(OldSecret), expires: OldSecretEnds);
        return IsDisabled ? ring.Disable() : ring;
    }
}
