namespace HmacKit;

/// <summary>A store that tells the other machines what was changed, after it was changed.</summary>
internal sealed class AnnouncingCredentialStore(CredentialStore store, KeyChanges changes) : CredentialStore
{
    protected override ValueTask<Credential?> FindCoreAsync(string keyId, CancellationToken cancellationToken) => store.FindAsync(keyId, cancellationToken);

    protected override ValueTask<bool> TryAddCoreAsync(Credential credential, CancellationToken cancellationToken) =>
        AnnounceAsync(credential.KeyId, store.TryAddAsync(credential, cancellationToken));

    protected override ValueTask<bool> TryUpdateCoreAsync(Credential credential, CancellationToken cancellationToken) =>
        AnnounceAsync(credential.KeyId, store.TryUpdateAsync(credential, cancellationToken));

    protected override ValueTask RecordUseCoreAsync(string keyId, DateTimeOffset time, CancellationToken cancellationToken) =>
        store.RecordUseAsync(keyId, time, cancellationToken);

    protected override IAsyncEnumerable<Credential> ListCoreAsync(string? owner, CancellationToken cancellationToken) => store.ListAsync(owner, cancellationToken);

    private async ValueTask<bool> AnnounceAsync(string keyId, ValueTask<bool> change)
    {
        bool isChanged = true;
        try
        {
            return isChanged = await change.ConfigureAwait(false);
        }
        finally
        {
            // After a failure nobody knows whether it was changed. Not to be cancelled: what was changed must be said.
            if (isChanged)
            {
                await changes.AnnounceAsync(keyId, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }
}
