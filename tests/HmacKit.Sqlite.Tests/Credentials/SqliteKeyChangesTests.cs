using HmacKit.Sqlite.Tests.Database;

namespace HmacKit.Sqlite.Tests.Credentials;

public sealed class SqliteKeyChangesTests : IDisposable
{
    private readonly DatabaseFile _file = new();
    private readonly ManualTimeProvider _clock = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_key_that_another_process_revokes_is_dead_here_at_the_next_look_and_a_use_is_no_change()
    {
        var store = new SqliteCredentialStore(_file.Path);
        var cache = new CachedCredentialStore(new SqliteCredentialStore(_file.Path), new() { Lifetime = TimeSpan.FromHours(1), TimeProvider = _clock });
        var issuer = new ApiKeyIssuer(store);
        string keyId = (await issuer.IssueAsync(new())).KeyId;
        await using var changes = new SqliteKeyChanges(_file.Path, new() { TimeProvider = _clock });
        changes.Watch(cache);
        Look();
        Credential? first = await cache.FindAsync(keyId);
        Look();
        await store.RecordUseAsync(keyId, _clock.GetUtcNow());
        Look();
        Assert.Same(first, await cache.FindAsync(keyId));

        await issuer.RevokeAsync(keyId);
        Assert.Same(first, await cache.FindAsync(keyId));
        Look();
        Assert.NotNull((await cache.FindAsync(keyId))!.Revoked);

        _file.Run("DELETE FROM credential");
        Look();
        Assert.Null(await cache.FindAsync(keyId));
    }

    [Fact]
    public async Task If_it_cannot_look_nothing_is_remembered()
    {
        var store = new SqliteCredentialStore(_file.Path);
        var cache = new CachedCredentialStore(store, new() { TimeProvider = _clock });
        string keyId = (await new ApiKeyIssuer(store).IssueAsync(new())).KeyId;
        await using var changes = new SqliteKeyChanges(_file.Path, new() { TimeProvider = _clock });
        changes.Watch(cache);
        Look();
        Credential? first = await cache.FindAsync(keyId);
        _file.Run("ALTER TABLE state RENAME TO gone");
        Look();
        Assert.NotSame(first, await cache.FindAsync(keyId));
    }

    private void Look() => _clock.Advance(TimeSpan.FromMilliseconds(250));
}
