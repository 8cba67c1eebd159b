using HmacKit.Postgres.Tests.Servers;

namespace HmacKit.Postgres.Tests.Credentials;

[Collection(PostgresTests.Name)]
public sealed class PostgresKeyChangesTests(PostgresServer server) : IAsyncLifetime
{
    private TestSchema _schema = null!;
    private PostgresCredentialStore _store = null!;
    private CachedCredentialStore _cache = null!;

    public async Task InitializeAsync()
    {
        _schema = await TestSchema.CreateAsync(server);
        _store = new PostgresCredentialStore(_schema.DataSource, _schema.Options());
        _cache = new CachedCredentialStore(_store, new() { Lifetime = TimeSpan.FromHours(1), UnknownLifetime = TimeSpan.FromHours(1) });
    }

    public async Task DisposeAsync() => await _schema.DisposeAsync();

    [Fact]
    public async Task A_key_that_another_machine_revokes_is_dead_here()
    {
        await using PostgresKeyChanges changes = await ListenAsync();
        var issuer = new ApiKeyIssuer(_store);
        IssuedCredential issued = await issuer.IssueAsync(new() { Owner = "somebody" });
        var verifier = new ApiKeyVerifier(_cache);
        await Eventually(async () => (await verifier.VerifyAsync(issued.SecretShownOnce)).Status == ApiKeyStatus.Valid);
        await issuer.RevokeAsync(issued.KeyId);
        await Eventually(async () => (await verifier.VerifyAsync(issued.SecretShownOnce)).Status == ApiKeyStatus.Revoked);
    }

    [Fact]
    public async Task A_signing_key_that_another_machine_revokes_is_dead_in_a_cache_of_key_rings()
    {
        var issuer = new HmacCredentialIssuer(_store, SchemeCatalog.TheOne, new AesGcmSecretProtector(ProtectionKey.Generate("test")));
        var keys = new CachedKeySource(issuer.Keys, new() { Lifetime = TimeSpan.FromHours(1) });
        await using var changes = new PostgresKeyChanges(_schema.DataSource, _schema.Options());
        changes.Watch(keys);
        await Eventually(() => Task.FromResult(changes.IsListening));
        IssuedCredential issued = await issuer.IssueAsync(new());
        await Eventually(async () => await keys.FindAsync(issued.KeyId) is { IsDisabled: false });
        await issuer.RevokeAsync(issued.KeyId);
        await Eventually(async () => await keys.FindAsync(issued.KeyId) is { IsDisabled: true });
    }

    [Fact]
    public async Task What_is_changed_by_hand_in_the_database_is_noticed_and_a_use_is_no_change()
    {
        await using PostgresKeyChanges changes = await ListenAsync();
        var issuer = new ApiKeyIssuer(_store);
        string busy = (await issuer.IssueAsync(new())).KeyId;
        string changed = (await issuer.IssueAsync(new())).KeyId;
        await Eventually(async () => await _cache.FindAsync(busy) is not null && await _cache.FindAsync(changed) is not null);
        await SettleAsync();
        Credential? remembered = await _cache.FindAsync(busy);
        await _store.RecordUseAsync(busy, TimeProvider.System.GetUtcNow());
        await _schema.RunAsync($"UPDATE {{schema}}.credential SET is_disabled = true WHERE key_id = '{changed}'");
        await Eventually(async () => (await _cache.FindAsync(changed))!.IsDisabled);
        Assert.Same(remembered, await _cache.FindAsync(busy));
        await _schema.RunAsync("DELETE FROM {schema}.credential");
        await Eventually(async () => await _cache.FindAsync(busy) is null);
    }

    [Fact]
    public async Task Everything_is_forgotten_when_the_table_is_emptied()
    {
        await using PostgresKeyChanges changes = await ListenAsync();
        string keyId = (await new ApiKeyIssuer(_store).IssueAsync(new())).KeyId;
        await Eventually(async () => await _cache.FindAsync(keyId) is not null);
        await _schema.RunAsync("TRUNCATE {schema}.credential");
        await Eventually(async () => await _cache.FindAsync(keyId) is null);
    }

    [Fact]
    public async Task A_change_that_was_missed_while_the_connection_was_lost_is_noticed_with_the_next_one()
    {
        await using PostgresKeyChanges changes = await ListenAsync();
        string keyId = (await new ApiKeyIssuer(_store).IssueAsync(new())).KeyId;
        await Eventually(async () => await _cache.FindAsync(keyId) is { IsDisabled: false });
        await SettleAsync();

        // In one transaction: nobody listens when the change is told.
        await _schema.RunAsync($"""
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE query LIKE 'LISTEN {_schema.Name}%' OR (query = 'SELECT' AND pid <> pg_backend_pid());
            UPDATE {_schema.Name}.credential SET is_disabled = true
            """);
        await Eventually(async () => await _cache.FindAsync(keyId) is { IsDisabled: true });
        await Eventually(() => Task.FromResult(changes.IsListening));
    }

    [Fact]
    public async Task It_stops_at_once_also_without_a_server()
    {
        await using var nowhere = Npgsql.NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1");
        var changes = new PostgresKeyChanges(nowhere);
        changes.Watch(_cache);
        await changes.DisposeAsync();
        Assert.False(changes.IsListening);
    }

    private async Task<PostgresKeyChanges> ListenAsync()
    {
        var changes = new PostgresKeyChanges(_schema.DataSource, _schema.Options());
        changes.Watch(_cache);
        await Eventually(() => Task.FromResult(changes.IsListening));
        return changes;
    }

    /// <summary>Waits until what was told so far has arrived: a key of its own is told last.</summary>
    private async Task SettleAsync()
    {
        string last = (await new ApiKeyIssuer(_store).IssueAsync(new())).KeyId;
        await Eventually(async () => await _cache.FindAsync(last) is not null);
        await _schema.RunAsync($"UPDATE {{schema}}.credential SET description = 'told' WHERE key_id = '{last}'");
        await Eventually(async () => await _cache.FindAsync(last) is { Description: "told" });
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
