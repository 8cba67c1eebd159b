namespace HmacKit;

/// <summary>
/// A bounded memory in front of a store in a database, by the same rules as <see cref="CachedKeySource"/>. Changes made
/// through it are seen at once; those that another machine makes after <see cref="KeyCacheOptions.Lifetime"/> at the
/// latest, or after <see cref="Invalidate"/>.
/// </summary>
public sealed class CachedCredentialStore : CredentialStore
{
    private readonly CredentialStore _store;
    private readonly LookupCache<Credential> _cache;

    /// <summary>A cache over <paramref name="store"/>.</summary>
    /// <param name="store">The slower store.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of bounds.</exception>
    public CachedCredentialStore(CredentialStore store, KeyCacheOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _cache = new LookupCache<Credential>(store.FindAsync, options ?? new KeyCacheOptions());
    }

    /// <summary>Forgets what is known of a key id: call it when another machine has changed the credential.</summary>
    public void Invalidate(string keyId) => _cache.Invalidate(keyId);

    /// <summary>Forgets everything: call it when changes may have been missed.</summary>
    public void InvalidateAll() => _cache.InvalidateAll();

    /// <inheritdoc/>
    protected override ValueTask<Credential?> FindCoreAsync(string keyId, CancellationToken cancellationToken) =>
        _cache.FindAsync(keyId, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<bool> TryAddCoreAsync(Credential credential, CancellationToken cancellationToken) =>
        ChangeAsync(credential.KeyId, _store.TryAddAsync(credential, cancellationToken));

    /// <inheritdoc/>
    protected override ValueTask<bool> TryUpdateCoreAsync(Credential credential, CancellationToken cancellationToken) =>
        ChangeAsync(credential.KeyId, _store.TryUpdateAsync(credential, cancellationToken));

    /// <inheritdoc/>
    protected override ValueTask RecordUseCoreAsync(string keyId, DateTimeOffset time, CancellationToken cancellationToken) =>
        _store.RecordUseAsync(keyId, time, cancellationToken);

    /// <inheritdoc/>
    protected override IAsyncEnumerable<Credential> ListCoreAsync(string? owner, CancellationToken cancellationToken) =>
        _store.ListAsync(owner, cancellationToken);

    private async ValueTask<bool> ChangeAsync(string keyId, ValueTask<bool> change)
    {
        try
        {
            return await change.ConfigureAwait(false);
        }
        finally
        {
            // Whatever came out: after a refusal what is remembered is outdated, and after a failure nobody knows.
            _cache.Invalidate(keyId);
        }
    }
}
