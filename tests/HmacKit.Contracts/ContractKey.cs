namespace HmacKit.Contracts;

/// <summary>A key that a source under test must hold: HMAC-SHA256, its secrets as text.</summary>
public sealed record ContractKey(string Id, string Secret)
{
    public string? OldSecret { get; init; }

    public DateTimeOffset? OldSecretEnds { get; init; }

    public DateTimeOffset? Expires { get; init; }

    public bool IsDisabled { get; init; }

    public string? Owner { get; init; }

    public string? Tier { get; init; }

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
