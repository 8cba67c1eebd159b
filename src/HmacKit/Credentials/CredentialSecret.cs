namespace HmacKit;

/// <summary>One secret of a <see cref="Credential"/>, in the form in which it is kept: never the secret itself. Immutable.</summary>
public sealed class CredentialSecret
{
    /// <summary>A secret as a database gives it back.</summary>
    /// <param name="value">The sealed secret, or the SHA-256 of the API key.</param>
    /// <param name="created">When the secret was made.</param>
    /// <param name="acceptedUntil">When an older one stops being accepted; null for the newest one.</param>
    public CredentialSecret(ReadOnlyMemory<byte> value, DateTimeOffset created, DateTimeOffset? acceptedUntil = null)
    {
        Value = value;
        Created = created;
        AcceptedUntil = acceptedUntil;
    }

    /// <summary>HMAC: the secret as text, sealed by a <see cref="SecretProtector"/>. API keys: the 32 bytes of the SHA-256 of the key's whole text.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>When the secret was made.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>The moment from which an older secret isn't accepted any more; null for the newest one, which has no end of its own.</summary>
    public DateTimeOffset? AcceptedUntil { get; }

    /// <summary>Whether a rotation has ended the secret by then.</summary>
    public bool IsOver(DateTimeOffset time) => time >= AcceptedUntil;

    /// <summary>Whether it has reached this age; never without one.</summary>
    internal bool IsOlderThan(TimeSpan? age, DateTimeOffset time) => age is { } most && time - Created >= most;

    /// <summary>The times; never the value.</summary>
    public override string ToString() =>
        AcceptedUntil is { } end ? $"secret of {Created:O}, accepted until {end:O}" : $"secret of {Created:O}";

    internal CredentialSecret EndingAt(DateTimeOffset time) => new(Value, Created, AcceptedUntil < time ? AcceptedUntil : time);
}
