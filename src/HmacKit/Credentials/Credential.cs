using System.Runtime.CompilerServices;

namespace HmacKit;

/// <summary>
/// An HMAC credential or API key as a database keeps it: who it is, its times, and its secrets sealed or hashed.
/// Immutable: each change is a new one with the next <see cref="Version"/>.
/// </summary>
public sealed record Credential
{
    /// <summary>The most secrets of one credential, those of rotations under way included: 16.</summary>
    internal const int MaxSecrets = KeyRing.MaxKeys;

    private long _lastUseTicks;

    /// <summary>What kind of secret it has.</summary>
    public required CredentialKind Kind { get; init; }

    /// <summary>For HMAC the name of the scheme that it is for, since a key must not serve two; empty for API keys.</summary>
    public string Scheme { get; init; } = "";

    /// <summary>Who the key is.</summary>
    public required KeyIdentity Identity { get; init; }

    /// <summary>The public id by which it is looked up.</summary>
    public string KeyId => Identity.KeyId;

    /// <summary>What it is for, in its owner's words; null if nobody said.</summary>
    public string? Description { get; init; }

    /// <summary>When it was issued.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The first moment at which it is accepted; null for always.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The moment from which it isn't accepted any more, whatever its secrets say; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>True while it is switched off.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>When it was switched off for good; null if it wasn't.</summary>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>The secrets, the newest one first: that one signs. Empty for an HMAC credential that was revoked.</summary>
    public required IReadOnlyList<CredentialSecret> Secrets { get; init; }

    /// <summary>About when it was last used; null if it never was, or nobody kept account.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>1 when it is issued, and one more with each change; recording a use isn't one.</summary>
    public long Version { get; init; } = 1;

    /// <summary>Whether it may be used at <paramref name="time"/>.</summary>
    public CredentialStatus StatusAt(DateTimeOffset time) => this switch
    {
        { Revoked: not null } => CredentialStatus.Revoked,
        { IsDisabled: true } => CredentialStatus.Disabled,
        _ when time >= Expires => CredentialStatus.Expired,
        _ when time < NotBefore => CredentialStatus.NotYetValid,
        _ => CredentialStatus.Active,
    };

    /// <summary>Whether both are the same object.</summary>
    public bool Equals(Credential? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>Kind, key id and version; never a secret.</summary>
    public override string ToString() => $"{Kind} credential '{KeyId}', version {Version}";

    /// <summary>
    /// True for one caller in each <paramref name="resolution"/>, who then writes the use down: a busy key would cost
    /// a write for each request otherwise.
    /// </summary>
    internal bool TryClaimUse(DateTimeOffset now, TimeSpan resolution)
    {
        long claimed = Volatile.Read(ref _lastUseTicks);
        long last = Math.Max(claimed, LastUsed?.UtcTicks ?? 0);
        return now.UtcTicks - last >= resolution.Ticks
            && Interlocked.CompareExchange(ref _lastUseTicks, now.UtcTicks, claimed) == claimed;
    }
}
