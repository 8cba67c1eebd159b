using System.Text;
using System.Text.Json;
using HmacKit.Tests.Registration;

namespace HmacKit.Tests.Credentials;

public class CredentialSecrecyTests
{
    private readonly MemoryCredentialStore _store = new();
    private readonly CapturedLog _log = new();

    [Fact]
    public async Task What_is_stored_and_shown_never_holds_the_secret()
    {
        var hmac = new HmacCredentialIssuer(_store, SchemeCatalog.TheOne, new AesGcmSecretProtector(ProtectionKey.Generate("test")), new() { Logger = _log });
        var apiKeys = new ApiKeyIssuer(_store);
        foreach (CredentialIssuer issuer in new CredentialIssuer[] { hmac, apiKeys })
        {
            IssuedCredential issued = await issuer.IssueAsync(new());
            await hmac.Keys.FindAsync(issued.KeyId);
            string secret = issued.SecretShownOnce[^20..];
            byte[] stored = issued.Credential.Secrets[0].Value.ToArray();
            Assert.Equal(-1, stored.AsSpan().IndexOf(Encoding.ASCII.GetBytes(secret)));
            string shown = $"{issued} {issued.Credential} {issued.Credential.Secrets[0]} {issued.Credential.Identity} {JsonSerializer.Serialize(issued.Credential)} {_log}";
            Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
            Assert.Contains(issued.KeyId, $"{issued}", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_secret_that_cannot_be_opened_refuses_the_key_and_is_logged_once()
    {
        var sealing = new HmacCredentialIssuer(_store, SchemeCatalog.TheOne, new AesGcmSecretProtector(ProtectionKey.Generate("a")));
        var opening = new HmacCredentialIssuer(_store, SchemeCatalog.TheOne, new AesGcmSecretProtector(ProtectionKey.Generate("a")), new() { Logger = _log });
        IssuedCredential issued = await sealing.IssueAsync(new());
        Assert.Null(await opening.Keys.FindAsync(issued.KeyId));
        Assert.Null(await opening.Keys.FindAsync(issued.KeyId));
        Assert.NotNull(await sealing.Keys.FindAsync(issued.KeyId));
        Assert.Equal(1101, Assert.Single(_log.Entries).EventId);
        Assert.Contains(issued.KeyId, _log.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await opening.ResealAsync(issued.KeyId));
    }

    [Fact]
    public async Task A_secret_that_was_moved_to_another_key_id_is_refused()
    {
        var issuer = new HmacCredentialIssuer(_store, SchemeCatalog.TheOne, new AesGcmSecretProtector(ProtectionKey.Generate("a")), new() { Logger = _log });
        Credential mine = (await issuer.IssueAsync(new())).Credential;
        Credential theirs = (await issuer.IssueAsync(new())).Credential;
        Assert.True(await _store.TryUpdateAsync(theirs with { Version = 2, Secrets = mine.Secrets }));
        Assert.Null(await issuer.Keys.FindAsync(theirs.KeyId));
        Assert.NotNull(await issuer.Keys.FindAsync(mine.KeyId));
    }

    [Fact]
    public async Task Secrets_are_sealed_again_when_the_protection_key_is_rotated()
    {
        var old = ProtectionKey.Generate("old");
        var current = ProtectionKey.Generate("new");
        var before = new HmacCredentialIssuer(_store, SchemeCatalog.TheOne, new AesGcmSecretProtector(old));
        IssuedCredential issued = await before.IssueAsync(new());
        var both = new AesGcmSecretProtector(current, old);
        var during = new HmacCredentialIssuer(_store, SchemeCatalog.TheOne, both);
        Assert.True(both.IsOutdated(issued.Credential.Secrets[0].Value.Span));
        Assert.True(await during.ResealAsync(issued.KeyId));
        var after = new HmacCredentialIssuer(_store, SchemeCatalog.TheOne, new AesGcmSecretProtector(current));
        KeyRing ring = (await after.Keys.FindAsync(issued.KeyId))!;
        byte[] tag = new byte[32];
        HmacKey.FromText(issued.SecretShownOnce).ComputeTag("m"u8, tag);
        Assert.True(ring.Primary.Verify("m"u8, tag));
        Assert.Null(await before.Keys.FindAsync(issued.KeyId));
    }
}
