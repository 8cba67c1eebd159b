using HmacKit.Contracts;
using HmacKit.MySql.Tests.Servers;

namespace HmacKit.MySql.Tests.Credentials;

[Collection(MySqlTests.Name)]
public sealed class MySqlCredentialTests(MySqlServer server) : CredentialStoreContract, IAsyncLifetime
{
    private TestTables _tables = null!;

    protected override ValueTask<CredentialStore> CreateStoreAsync() => new(new MySqlCredentialStore(_tables.DataSource, _tables.Options()));

    public async Task InitializeAsync() => _tables = await TestTables.CreateAsync(server);

    public async Task DisposeAsync() => await _tables.DisposeAsync();

    [Fact]
    public async Task Blanks_and_letters_of_another_case_make_other_owners()
    {
        CredentialStore store = await CreateStoreAsync();
        var issuer = new ApiKeyIssuer(store);
        foreach (string owner in (string[])["a", "A", "a ", "\u00E4"])
        {
            await issuer.IssueAsync(new() { Owner = owner });
        }

        var found = new List<string?>();
        await foreach (Credential credential in store.ListAsync("a"))
        {
            found.Add(credential.Identity.Owner);
        }

        Assert.Equal(["a"], found);
    }

    [Fact]
    public async Task A_change_by_another_machine_or_by_hand_is_seen_and_a_use_is_no_change()
    {
        var store = new MySqlCredentialStore(_tables.DataSource, _tables.Options());
        var clock = new ManualTimeProvider();
        var cache = new CachedCredentialStore(store, new() { Lifetime = TimeSpan.FromHours(1), TimeProvider = clock });
        string keyId = (await new ApiKeyIssuer(store).IssueAsync(new())).KeyId;
        await using var changes = new MySqlKeyChanges(_tables.DataSource, _tables.Options());
        changes.Watch(cache);
        await Eventually(() => Task.FromResult(changes.IsListening));
        Credential? first = await cache.FindAsync(keyId);
        await store.RecordUseAsync(keyId, clock.GetUtcNow());
        object? before = await _tables.RunAsync("SELECT changes FROM {prefix}state");
        Assert.Same(first, await cache.FindAsync(keyId));
        await new ApiKeyIssuer(store).RevokeAsync(keyId);
        await Eventually(async () => (await cache.FindAsync(keyId))!.Revoked is not null);
        await _tables.RunAsync("DELETE FROM {prefix}credential");
        await Eventually(async () => await cache.FindAsync(keyId) is null);
        Assert.Equal(1L, before); // the insert, and not the use
    }

    // Not a gate on time: it only keeps a failure from waiting for ever.
    private static async Task Eventually(Func<Task<bool>> isSo)
    {
        for (int i = 0; i < 3000; i++)
        {
            if (await isSo())
            {
                return;
            }

            await Task.Delay(10);
        }

        Assert.Fail("It never came to be so.");
    }
}
