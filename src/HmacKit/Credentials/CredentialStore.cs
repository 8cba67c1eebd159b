namespace HmacKit;

/// <summary>
/// Where credentials are kept. Derive from it for a database: four operations, of which two are atomic. Safe to share
/// between threads.
/// </summary>
/// <remarks>
/// One store may hold HMAC credentials of several schemes and API keys side by side: the caller checks the kind and
/// the scheme. A failure of the database is an exception, and never an answer.
/// </remarks>
public abstract class CredentialStore
{
    /// <summary>The credential with this key id, or null if there is none.</summary>
    /// <param name="keyId">The id, compared exactly. It may come from a stranger.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public ValueTask<Credential?> FindAsync(string keyId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keyId);
        return keyId.Length > 0 && KeyIdentity.IsValidKeyId(keyId) ? FindCoreAsync(keyId, cancellationToken) : default;
    }

    /// <summary>Adds a new credential; false if its key id is taken.</summary>
    /// <param name="credential">The credential, of version 1.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">It isn't of version 1, or isn't complete.</exception>
    public ValueTask<bool> TryAddAsync(Credential credential, CancellationToken cancellationToken = default)
    {
        ThrowIfIncomplete(credential);
        ArgumentOutOfRangeException.ThrowIfNotEqual(credential.Version, 1, nameof(credential));
        return TryAddCoreAsync(credential, cancellationToken);
    }

    /// <summary>Replaces a credential by its next version; false if the stored one isn't of the version before, or isn't there.</summary>
    /// <param name="credential">The credential, its <see cref="Credential.Version"/> one more than that of the stored one.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">It is of version 1 or below, or isn't complete.</exception>
    public ValueTask<bool> TryUpdateAsync(Credential credential, CancellationToken cancellationToken = default)
    {
        ThrowIfIncomplete(credential);
        ArgumentOutOfRangeException.ThrowIfLessThan(credential.Version, 2, nameof(credential));
        return TryUpdateCoreAsync(credential, cancellationToken);
    }

    /// <summary>Writes down that a key was used. It changes neither the version nor anything but <see cref="Credential.LastUsed"/>, and does nothing if there is no such key.</summary>
    /// <param name="keyId">The key id.</param>
    /// <param name="time">When it was used.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public ValueTask RecordUseAsync(string keyId, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keyId);
        return RecordUseCoreAsync(keyId, time, cancellationToken);
    }

    /// <summary>All credentials, or those of one owner, in no particular order.</summary>
    /// <param name="owner">The owner, compared exactly; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public IAsyncEnumerable<Credential> ListAsync(string? owner = null, CancellationToken cancellationToken = default) =>
        ListCoreAsync(owner, cancellationToken);

    /// <summary>The credential of a key id that can exist: printable ASCII of 1 to <see cref="KeyRing.MaxIdLength"/> characters, compared exactly.</summary>
    protected abstract ValueTask<Credential?> FindCoreAsync(string keyId, CancellationToken cancellationToken);

    /// <summary>Adds a credential in one atomic step, such as an insert with a unique key id; false if the id is taken.</summary>
    protected abstract ValueTask<bool> TryAddCoreAsync(Credential credential, CancellationToken cancellationToken);

    /// <summary>Replaces in one atomic step the credential of the same key id whose version is one less, all but <see cref="Credential.LastUsed"/>; false if there is none such.</summary>
    protected abstract ValueTask<bool> TryUpdateCoreAsync(Credential credential, CancellationToken cancellationToken);

    /// <summary>Sets <see cref="Credential.LastUsed"/>, unless a later use is there already.</summary>
    protected abstract ValueTask RecordUseCoreAsync(string keyId, DateTimeOffset time, CancellationToken cancellationToken);

    /// <summary>Lists all credentials, or those of one owner.</summary>
    protected abstract IAsyncEnumerable<Credential> ListCoreAsync(string? owner, CancellationToken cancellationToken);

    private static void ThrowIfIncomplete(Credential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        bool hasSecrets = credential.Secrets.Count > 0 || credential.Revoked is not null;
        if (credential.Kind == CredentialKind.None || credential.KeyId.Length == 0 || !hasSecrets || credential.Secrets.Count > Credential.MaxSecrets)
        {
            throw new ArgumentException($"A credential has a kind, a key id, and 1 to {Credential.MaxSecrets} secrets unless it was revoked.", nameof(credential));
        }
    }
}
