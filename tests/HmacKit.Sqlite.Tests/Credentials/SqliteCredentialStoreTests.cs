using HmacKit.Contracts;
using HmacKit.Sqlite.Tests.Database;

namespace HmacKit.Sqlite.Tests.Credentials;

public sealed class SqliteCredentialStoreTests : CredentialStoreContract, IDisposable
{
    private readonly DatabaseFile _file = new();

    protected override ValueTask<CredentialStore> CreateStoreAsync() => new(new SqliteCredentialStore(_file.Path));

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task What_was_added_is_there_after_a_restart_to_the_tick_and_the_character()
    {
        Credential sample = Sample("key-1") with { Created = Clock.GetUtcNow().AddTicks(1), Description = "'; DROP TABLE credential; --\n\u2019" };
        await new SqliteCredentialStore(_file.Path).TryAddAsync(sample);
        Credential found = (await new SqliteCredentialStore(_file.Path).FindAsync("key-1"))!;
        Assert.Equal((sample.Created, sample.Description), (found.Created, found.Description));
    }

    [Fact]
    public async Task No_secret_is_in_the_file()
    {
        var protector = new AesGcmSecretProtector(ProtectionKey.Generate("test"));
        var store = new SqliteCredentialStore(_file.Path);
        IssuedCredential signing = await new HmacCredentialIssuer(store, SchemeCatalog.TheOne, protector).IssueAsync(new() { Owner = "somebody" });
        IssuedCredential apiKey = await new ApiKeyIssuer(store).IssueAsync(new());
        _file.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        string bytes = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(_file.Path));
        Assert.Contains("somebody", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain(signing.SecretShownOnce, bytes, StringComparison.Ordinal);
        Assert.DoesNotContain(apiKey.SecretShownOnce, bytes, StringComparison.Ordinal);
    }
}
