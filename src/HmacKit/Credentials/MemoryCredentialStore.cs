using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace HmacKit;

/// <summary>Credentials in memory, for tests, samples and hosts that issue none: at a restart they are gone.</summary>
public sealed class MemoryCredentialStore : CredentialStore
{
    private readonly ConcurrentDictionary<string, Credential> _credentials = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override ValueTask<Credential?> FindCoreAsync(string keyId, CancellationToken cancellationToken) =>
        new(_credentials.GetValueOrDefault(keyId));

    /// <inheritdoc/>
    protected override ValueTask<bool> TryAddCoreAsync(Credential credential, CancellationToken cancellationToken) =>
        new(_credentials.TryAdd(credential.KeyId, credential));

    /// <inheritdoc/>
    protected override ValueTask<bool> TryUpdateCoreAsync(Credential credential, CancellationToken cancellationToken)
    {
        // A use that is being recorded replaces the credential too, without a change of version: then try again.
        while (_credentials.TryGetValue(credential.KeyId, out Credential? stored) && stored.Version == credential.Version - 1)
        {
            if (_credentials.TryUpdate(credential.KeyId, credential with { LastUsed = stored.LastUsed }, stored))
            {
                return new(true);
            }
        }

        return new(false);
    }

    /// <inheritdoc/>
    protected override ValueTask RecordUseCoreAsync(string keyId, DateTimeOffset time, CancellationToken cancellationToken)
    {
        while (_credentials.TryGetValue(keyId, out Credential? stored) && !(stored.LastUsed >= time))
        {
            if (_credentials.TryUpdate(keyId, stored with { LastUsed = time }, stored))
            {
                break;
            }
        }

        return default;
    }

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<Credential> ListCoreAsync(
        string? owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach ((_, Credential credential) in _credentials)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (owner is null || credential.Identity.Owner == owner)
            {
                yield return credential;
            }
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }
}
