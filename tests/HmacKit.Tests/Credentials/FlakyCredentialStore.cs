using System.Runtime.CompilerServices;

namespace HmacKit.Tests.Credentials;

/// <summary>A store that counts its calls, and fails when the test says so.</summary>
internal sealed class FlakyCredentialStore : CredentialStore
{
    private readonly MemoryCredentialStore _store = new();
    private int _finds;
    private int _uses;

    public int Finds => Volatile.Read(ref _finds);

    public int Uses => Volatile.Read(ref _uses);

    public Exception? FindFailure { get; set; }

    public Exception? UseFailure { get; set; }

    /// <summary>How many updates are refused from now on, as if somebody else had been faster.</summary>
    public int LostUpdates { get; set; }

    /// <summary>How many new ids are taken from now on.</summary>
    public int TakenIds { get; set; }

    protected override async ValueTask<Credential?> FindCoreAsync(string keyId, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _finds);
        await Task.Yield();
        return FindFailure is null ? await _store.FindAsync(keyId, cancellationToken) : throw FindFailure;
    }

    protected override ValueTask<bool> TryAddCoreAsync(Credential credential, CancellationToken cancellationToken) =>
        TakenIds-- > 0 ? new(false) : _store.TryAddAsync(credential, cancellationToken);

    protected override ValueTask<bool> TryUpdateCoreAsync(Credential credential, CancellationToken cancellationToken) =>
        LostUpdates-- > 0 ? new(false) : _store.TryUpdateAsync(credential, cancellationToken);

    protected override ValueTask RecordUseCoreAsync(string keyId, DateTimeOffset time, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _uses);
        return UseFailure is null ? _store.RecordUseAsync(keyId, time, cancellationToken) : throw UseFailure;
    }

    protected override async IAsyncEnumerable<Credential> ListCoreAsync(
        string? owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (FindFailure is not null)
        {
            throw FindFailure;
        }

        await foreach (Credential credential in _store.ListAsync(owner, cancellationToken))
        {
            yield return credential;
        }
    }
}
