using HmacKit.Contracts;

namespace HmacKit.Testing.Tests.Contracts;

/// <summary>The contracts find key sources and credential stores that don't keep them.</summary>
public class BrokenKeySourceTests
{
    [Fact]
    public async Task The_source_of_the_engine_keeps_it() => Assert.False(await ContractRun.FailsAsync<Good>());

    [Fact]
    public async Task A_source_that_finds_ids_in_any_case_is_found() => Assert.True(await ContractRun.FailsAsync<AnyCase>());

    [Fact]
    public async Task A_source_that_forgets_that_a_key_is_off_is_found() => Assert.True(await ContractRun.FailsAsync<AlwaysOn>());

    [Fact]
    public async Task A_source_that_forgets_the_old_secret_is_found() => Assert.True(await ContractRun.FailsAsync<NewOnly>());

    [Fact]
    public async Task The_credentials_of_the_engine_keep_theirs() => Assert.False(await ContractRun.FailsAsync<GoodCredentials>());

    [Fact]
    public async Task A_store_where_the_last_writer_wins_is_found() =>
        Assert.True(await ContractRun.FailsAsync<LastWriterWins>(nameof(CredentialStoreContract.Only_the_next_version_replaces_a_credential)));

    private sealed class Good : KeySourceContract
    {
        protected override ValueTask<IKeySource> CreateSourceAsync(params IReadOnlyList<ContractKey> keys) => new(new MemoryKeySource(keys.Select(key => key.ToRing())));
    }

    private sealed class AnyCase : KeySourceContract
    {
        protected override ValueTask<IKeySource> CreateSourceAsync(params IReadOnlyList<ContractKey> keys) =>
            new(new Source(id => keys.FirstOrDefault(key => string.Equals(key.Id, id, StringComparison.OrdinalIgnoreCase))?.ToRing()));
    }

    private sealed class AlwaysOn : KeySourceContract
    {
        protected override ValueTask<IKeySource> CreateSourceAsync(params IReadOnlyList<ContractKey> keys) =>
            new(new Source(id => keys.FirstOrDefault(key => key.Id == id)?.ToRing().Enable()));
    }

    private sealed class NewOnly : KeySourceContract
    {
        protected override ValueTask<IKeySource> CreateSourceAsync(params IReadOnlyList<ContractKey> keys) =>
            new(new Source(id => (keys.FirstOrDefault(key => key.Id == id) is { } found ? found with { OldSecret = null } : null)?.ToRing()));
    }

    private sealed class Source(Func<string, KeyRing?> find) : IKeySource
    {
        public ValueTask<KeyRing?> FindAsync(string keyId, CancellationToken cancellationToken = default) => new(find(keyId));
    }

    private sealed class GoodCredentials : CredentialStoreContract
    {
        protected override ValueTask<CredentialStore> CreateStoreAsync() => new(new MemoryCredentialStore());
    }

    private sealed class LastWriterWins : CredentialStoreContract
    {
        protected override ValueTask<CredentialStore> CreateStoreAsync() => new(new Store());
    }

    private sealed class Store : CredentialStore
    {
        private readonly Dictionary<string, Credential> _all = [];

        protected override ValueTask<Credential?> FindCoreAsync(string keyId, CancellationToken cancellationToken) => new(_all.GetValueOrDefault(keyId));

        protected override ValueTask<bool> TryAddCoreAsync(Credential credential, CancellationToken cancellationToken) => new(_all.TryAdd(credential.KeyId, credential));

        protected override ValueTask<bool> TryUpdateCoreAsync(Credential credential, CancellationToken cancellationToken)
        {
            bool isThere = _all.ContainsKey(credential.KeyId);
            _all[credential.KeyId] = credential;
            return new(isThere);
        }

        protected override ValueTask RecordUseCoreAsync(string keyId, DateTimeOffset time, CancellationToken cancellationToken) => default;

        protected override async IAsyncEnumerable<Credential> ListCoreAsync(string? owner, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            foreach (Credential credential in _all.Values)
            {
                yield return credential;
            }
        }
    }
}
