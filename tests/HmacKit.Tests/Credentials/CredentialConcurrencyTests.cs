using HmacKit.Contracts;

namespace HmacKit.Tests.Credentials;

public class CredentialConcurrencyTests
{
    private readonly AesGcmSecretProtector _protector = new(ProtectionKey.Generate("test"));

    /// <summary>Both callers wait for each other before every span, so that they meet between the look and the write.</summary>
    [Fact]
    public async Task Of_callers_who_claim_a_use_at_the_same_moment_one_gets_it()
    {
        const int Spans = 50_000;
        DateTimeOffset start = SchemeCase.Now;
        var credential = new Credential
        {
            Kind = CredentialKind.ApiKey,
            Identity = new KeyIdentity { KeyId = "k" },
            Created = start,
            Secrets = [new CredentialSecret(new byte[32], start)],
        };
        int[] claimed = new int[Spans];
        int arrived = 0;
        await Simultaneous.Run(2, _ =>
        {
            for (int i = 0; i < Spans; i++)
            {
                Interlocked.Increment(ref arrived);
                var spin = default(SpinWait);
                while (Volatile.Read(ref arrived) < 2 * (i + 1))
                {
                    spin.SpinOnce(sleep1Threshold: -1);
                }

                if (credential.TryClaimUse(start.AddMinutes(i), TimeSpan.FromMinutes(1)))
                {
                    Interlocked.Increment(ref claimed[i]);
                }
            }

            return Task.CompletedTask;
        });

        Assert.All(claimed, count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task While_keys_are_rotated_every_request_with_an_accepted_secret_is_let_in()
    {
        var clock = new ManualTimeProvider();
        var issuer = new HmacCredentialIssuer(new MemoryCredentialStore(), SchemeCatalog.OsayCore, _protector, new() { TimeProvider = clock });
        IssuedCredential issued = await issuer.IssueAsync(new());
        var verifier = new RequestVerifier(SchemeCatalog.OsayCore, issuer.Keys, new() { TimeProvider = clock });
        using var stop = new CancellationTokenSource();
        int refused = 0;
        int verified = 0;
        string secret = issued.SecretShownOnce;
        Task[] callers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var signer = new RequestSigner(SchemeCatalog.OsayCore, new KeyRing(issued.KeyId, HmacKey.FromText(Volatile.Read(ref secret))), clock);
                var request = new RawRequest("POST", "/api/user/context", [], "{}"u8.ToArray());
                VerificationResult result = await verifier.VerifyAsync(request.WithHeaders(signer.Sign(request)));
                Interlocked.Increment(ref result.IsValid ? ref verified : ref refused);
            }
        }))];

        for (int i = 0; i < 12; i++)
        {
            IssuedCredential rotated = (await issuer.RotateAsync(issued.KeyId, TimeSpan.FromDays(1)))!;
            int before = Volatile.Read(ref verified);
            while (Volatile.Read(ref verified) < before + 20 && Volatile.Read(ref refused) == 0)
            {
                await Task.Yield();
            }

            Volatile.Write(ref secret, rotated.SecretShownOnce);
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);
        Assert.Equal(0, refused);
    }

    [Fact]
    public async Task Of_rotations_that_happen_at_once_none_is_lost()
    {
        var issuer = new HmacCredentialIssuer(new MemoryCredentialStore(), SchemeCatalog.TheOne, _protector);
        string keyId = (await issuer.IssueAsync(new())).KeyId;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await issuer.RotateAsync(keyId, TimeSpan.FromDays(1)))));
        Credential credential = (await issuer.FindAsync(keyId))!;
        Assert.Equal((9L, 9), (credential.Version, credential.Secrets.Count));
        Assert.Null(credential.Secrets[0].AcceptedUntil);
        Assert.All(credential.Secrets.Skip(1), secret => Assert.NotNull(secret.AcceptedUntil));
    }

    [Fact]
    public async Task A_change_that_somebody_else_overtook_is_made_again_from_the_new_state()
    {
        var store = new FlakyCredentialStore();
        var cached = new CachedCredentialStore(store);
        var issuer = new HmacCredentialIssuer(cached, SchemeCatalog.TheOne, _protector);
        string keyId = (await issuer.IssueAsync(new())).KeyId;
        store.LostUpdates = 3;
        Assert.True(await issuer.DisableAsync(keyId));
        store.LostUpdates = 1_000;
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await issuer.EnableAsync(keyId));
    }

    [Fact]
    public async Task A_key_id_that_is_taken_is_replaced_by_another_one()
    {
        var store = new FlakyCredentialStore { TakenIds = 2 };
        var issuer = new HmacCredentialIssuer(store, SchemeCatalog.TheOne, _protector);
        Assert.NotNull(await issuer.FindAsync((await issuer.IssueAsync(new())).KeyId));
        store.TakenIds = 1_000;
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await issuer.IssueAsync(new()));
    }

    [Fact]
    public async Task A_cached_store_sees_its_own_changes_at_once_and_those_of_others_after_a_while()
    {
        var clock = new ManualTimeProvider();
        var store = new FlakyCredentialStore();
        var issuer = new HmacCredentialIssuer(new CachedCredentialStore(store, new() { TimeProvider = clock }), SchemeCatalog.TheOne, _protector);
        var elsewhere = new HmacCredentialIssuer(store, SchemeCatalog.TheOne, _protector);
        string keyId = (await issuer.IssueAsync(new())).KeyId;
        for (int i = 0; i < 50; i++)
        {
            Assert.False((await issuer.Keys.FindAsync(keyId))!.IsDisabled);
        }

        Assert.Equal(1, store.Finds);
        await issuer.DisableAsync(keyId);
        Assert.True((await issuer.Keys.FindAsync(keyId))!.IsDisabled);
        await elsewhere.EnableAsync(keyId);
        Assert.True((await issuer.Keys.FindAsync(keyId))!.IsDisabled);
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.False((await issuer.Keys.FindAsync(keyId))!.IsDisabled);
    }

    [Fact]
    public async Task As_long_as_a_credential_does_not_change_its_keys_are_opened_once()
    {
        var issuer = new HmacCredentialIssuer(new MemoryCredentialStore(), SchemeCatalog.TheOne, _protector);
        string keyId = (await issuer.IssueAsync(new())).KeyId;
        KeyRing ring = (await issuer.Keys.FindAsync(keyId))!;
        Assert.Same(ring, await issuer.Keys.FindAsync(keyId));
        await issuer.RotateAsync(keyId, TimeSpan.FromDays(1));
        Assert.NotSame(ring, await issuer.Keys.FindAsync(keyId));
    }
}
