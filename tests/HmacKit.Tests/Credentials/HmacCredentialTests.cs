using System.Text.RegularExpressions;
using HmacKit.Contracts;

namespace HmacKit.Tests.Credentials;

public class HmacCredentialTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly MemoryCredentialStore _store = new();
    private readonly AesGcmSecretProtector _protector = new(ProtectionKey.Generate("test"));
    private readonly HmacCredentialIssuer _issuer;

    public HmacCredentialTests() => _issuer = new HmacCredentialIssuer(_store, SchemeCatalog.TheOne, _protector, new() { TimeProvider = _clock });

    private DateTimeOffset Now => _clock.GetUtcNow();

    [Fact]
    public async Task An_issued_key_signs_what_its_ring_accepts_and_says_whose_it_is()
    {
        IssuedCredential issued = await _issuer.IssueAsync(new()
        {
            Owner = "user_xyz",
            Name = "Production Key",
            Description = "Main production API key",
            Scopes = ["trade", "read"],
            Tier = "pro",
            IsCanary = true,
            Metadata = new Dictionary<string, string> { ["region"] = "eu" },
        });
        VerificationResult result = await SendAsync(issued.KeyId, issued.SecretShownOnce);
        Assert.Equal(VerificationStatus.Valid, result.Status);
        KeyIdentity identity = result.Identity!;
        Assert.Equal((issued.KeyId, "user_xyz", "Production Key", "pro", true), (identity.KeyId, identity.Owner, identity.Name, identity.Tier, identity.IsCanary));
        Assert.Equal(["read", "trade"], identity.Scopes);
        Assert.Equal("eu", identity.Metadata["region"]);
        Assert.Equal("Main production API key", issued.Credential.Description);
        Assert.Equal(Now, issued.Credential.Created);
        Assert.True(result.Key!.IsPrimary);
    }

    /// <summary>What somebody changes who can write to the database, and has no protection key.</summary>
    public static TheoryData<string> Edits => ["scope", "owner", "tier", "canary", "metadata", "scheme"];

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task A_credential_whose_rights_were_changed_in_the_store_does_not_open(string what)
    {
        Credential credential = (await _issuer.IssueAsync(new() { Owner = "user_xyz", Scopes = ["read"], Tier = "free", Metadata = new Dictionary<string, string> { ["a"] = "b" } })).Credential;
        KeyIdentity was = credential.Identity;
        var identity = new KeyIdentity
        {
            KeyId = was.KeyId,
            Owner = what == "owner" ? "somebody" : was.Owner,
            Tier = what == "tier" ? "enterprise" : was.Tier,
            IsCanary = what == "canary",
            Scopes = what == "scope" ? ["read", "trade"] : was.Scopes,
            Metadata = what == "metadata" ? new Dictionary<string, string> { ["a"] = "c" } : was.Metadata,
        };
        string name = what == "scheme" ? "other" : credential.Scheme;
        Assert.True(await _store.TryUpdateAsync(credential with { Version = 2, Identity = identity, Scheme = name }));
        IKeySource keys = new HmacCredentialIssuer(_store, SchemeCatalog.TheOne, _protector, new() { TimeProvider = _clock, Name = name }).Keys;
        Assert.Null(await keys.FindAsync(was.KeyId));
    }

    [Fact]
    public async Task Rights_are_changed_with_the_protection_key_and_every_secret_goes_on_working()
    {
        IssuedCredential first = await _issuer.IssueAsync(new() { Owner = "user_xyz", Scopes = ["read"] });
        IssuedCredential second = (await _issuer.RotateAsync(first.KeyId, TimeSpan.FromDays(1)))!;
        Assert.True(await _issuer.ChangeIdentityAsync(first.KeyId, static was => new KeyIdentity { KeyId = was.KeyId, Owner = was.Owner, Scopes = ["read", "trade"] }));
        Assert.Equal(["read", "trade"], (await SendAsync(first.KeyId, second.SecretShownOnce)).Identity!.Scopes);
        Assert.Equal(VerificationStatus.Valid, (await SendAsync(first.KeyId, first.SecretShownOnce)).Status);

        Assert.False(await _issuer.ChangeIdentityAsync("hk_nobody", static was => was));
        await Assert.ThrowsAsync<ArgumentException>(async () => await _issuer.ChangeIdentityAsync(first.KeyId, static _ => new KeyIdentity { KeyId = "hk_another" }));
    }

    [Fact]
    public async Task A_secret_that_was_sealed_without_rights_still_opens_and_is_bound_when_it_is_sealed_again()
    {
        Credential credential = (await _issuer.IssueAsync(new() { Scopes = ["read"] })).Credential;
        byte[] bare = _protector.Seal("a secret of forty-one characters, no less"u8, credential.KeyId);
        Credential old = credential with { Version = 2, Secrets = [new CredentialSecret(bare, Now)] };
        Assert.True(await _store.TryUpdateAsync(old));
        Assert.NotNull(await _issuer.Keys.FindAsync(credential.KeyId));
        Assert.True(await _issuer.ResealAsync(credential.KeyId));
        Credential bound = (await _store.FindAsync(credential.KeyId))!;
        Assert.NotNull(await _issuer.Keys.FindAsync(credential.KeyId));
        Assert.True(await _store.TryUpdateAsync(bound with { Version = 4, Identity = new KeyIdentity { KeyId = credential.KeyId, Scopes = ["read", "trade"] } }));
        Assert.Null(await _issuer.Keys.FindAsync(credential.KeyId));
    }

    [Fact]
    public async Task Ids_and_secrets_are_written_as_documented_and_never_the_same()
    {
        IssuedCredential[] issued = [.. await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => _issuer.IssueAsync(new()).AsTask()))];
        Assert.All(issued, each => Assert.Matches(new Regex("^hk_[0-9a-hjkmnp-tv-z]{16}$"), each.KeyId));
        Assert.All(issued, each => Assert.Matches(new Regex("^[A-Za-z0-9_-]{43}$"), each.SecretShownOnce));
        Assert.Equal(200, issued.Select(each => each.KeyId).Distinct().Count());
        Assert.Equal(200, issued.Select(each => each.SecretShownOnce).Distinct().Count());
    }

    [Fact]
    public async Task A_secret_is_in_the_format_of_its_scheme_and_as_long_as_the_algorithms_tag()
    {
        SignatureScheme scheme = SignatureScheme.Compile(new()
        {
            Name = "long",
            Message = "{body}",
            Headers = { ["X-Key"] = HeaderFormat.Text("{keyid}"), ["X-Signature"] = HeaderFormat.Text("{signature:hex}") },
            Algorithm = HmacAlgorithm.Sha512,
            SecretFormat = KeyFormat.Base64.After("sk_"),
        });
        var issuer = new HmacCredentialIssuer(_store, scheme, _protector, new() { KeyIdPrefix = "acme_" });
        IssuedCredential issued = await issuer.IssueAsync(new());
        Assert.StartsWith("acme_", issued.KeyId, StringComparison.Ordinal);
        Assert.StartsWith("sk_", issued.SecretShownOnce, StringComparison.Ordinal);
        Assert.Equal(64, Convert.FromBase64String(issued.SecretShownOnce[3..]).Length);
        KeyRing ring = (await issuer.Keys.FindAsync(issued.KeyId))!;
        byte[] tag = new byte[64];
        HmacKey.Import(HmacAlgorithm.Sha512, KeyFormat.Base64, issued.SecretShownOnce.AsSpan(3)).ComputeTag("m"u8, tag);
        Assert.True(ring.Primary.Verify("m"u8, tag));
    }

    [Fact]
    public async Task After_a_rotation_both_secrets_are_accepted_until_the_overlap_ends_and_the_result_says_which()
    {
        IssuedCredential first = await _issuer.IssueAsync(new());
        IssuedCredential second = (await _issuer.RotateAsync(first.KeyId, TimeSpan.FromDays(7)))!;
        Assert.Equal(first.KeyId, second.KeyId);
        Assert.NotEqual(first.SecretShownOnce, second.SecretShownOnce);

        VerificationResult old = await SendAsync(first.KeyId, first.SecretShownOnce);
        Assert.Equal((VerificationStatus.Valid, false, Now.AddDays(7)), (old.Status, old.Key!.IsPrimary, old.Key.Expires));
        Assert.True((await SendAsync(first.KeyId, second.SecretShownOnce)).Key!.IsPrimary);

        _clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMilliseconds(1));
        Assert.True((await SendAsync(first.KeyId, first.SecretShownOnce)).IsValid);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(VerificationStatus.SignatureMismatch, (await SendAsync(first.KeyId, first.SecretShownOnce)).Status);
        Assert.True((await SendAsync(first.KeyId, second.SecretShownOnce)).IsValid);
    }

    [Fact]
    public async Task A_rotation_without_overlap_ends_the_old_secret_at_once()
    {
        IssuedCredential first = await _issuer.IssueAsync(new());
        await _issuer.RotateAsync(first.KeyId, TimeSpan.FromDays(7));
        IssuedCredential third = (await _issuer.RotateAsync(first.KeyId, TimeSpan.Zero))!;
        Assert.Equal(2, third.Credential.Secrets.Count);
        Assert.True((await SendAsync(first.KeyId, first.SecretShownOnce)).IsValid);
        Assert.True((await SendAsync(first.KeyId, third.SecretShownOnce)).IsValid);
    }

    [Fact]
    public async Task Secrets_whose_overlap_has_ended_are_gone_with_the_next_rotation()
    {
        IssuedCredential issued = await _issuer.IssueAsync(new());
        for (int day = 0; day < 100; day++)
        {
            issued = (await _issuer.RotateAsync(issued.KeyId, TimeSpan.FromDays(3)))!;
            _clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(4, issued.Credential.Secrets.Count);
        Assert.Equal(101, issued.Credential.Version);
    }

    [Fact]
    public async Task More_overlapping_rotations_than_a_ring_can_hold_are_refused()
    {
        IssuedCredential issued = await _issuer.IssueAsync(new());
        for (int i = 0; i < 15; i++)
        {
            await _issuer.RotateAsync(issued.KeyId, TimeSpan.FromDays(1));
        }

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _issuer.RotateAsync(issued.KeyId, TimeSpan.FromDays(1)));
        Assert.True((await SendAsync(issued.KeyId, issued.SecretShownOnce)).IsValid);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.NotNull(await _issuer.RotateAsync(issued.KeyId, TimeSpan.FromDays(1)));
    }

    [Fact]
    public async Task A_key_is_accepted_from_its_start_to_its_end_whatever_its_rotations_say()
    {
        IssuedCredential issued = await _issuer.IssueAsync(new() { NotBefore = Now.AddDays(1), Expires = Now.AddDays(2) });
        IssuedCredential rotated = (await _issuer.RotateAsync(issued.KeyId, TimeSpan.FromDays(30)))!;
        foreach (string secret in new[] { issued.SecretShownOnce, rotated.SecretShownOnce })
        {
            Assert.Equal(VerificationStatus.KeyExpired, (await SendAsync(issued.KeyId, secret)).Status);
        }

        _clock.Advance(TimeSpan.FromDays(1));
        Assert.True((await SendAsync(issued.KeyId, issued.SecretShownOnce)).IsValid);
        Assert.True((await SendAsync(issued.KeyId, rotated.SecretShownOnce)).IsValid);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(VerificationStatus.KeyExpired, (await SendAsync(issued.KeyId, issued.SecretShownOnce)).Status);
        Assert.Equal(VerificationStatus.KeyExpired, (await SendAsync(issued.KeyId, rotated.SecretShownOnce)).Status);
    }

    [Fact]
    public async Task A_disabled_key_is_refused_until_it_is_enabled()
    {
        IssuedCredential issued = await _issuer.IssueAsync(new());
        Assert.True(await _issuer.DisableAsync(issued.KeyId));
        Assert.Equal(VerificationStatus.KeyDisabled, (await SendAsync(issued.KeyId, issued.SecretShownOnce)).Status);
        Assert.True(await _issuer.EnableAsync(issued.KeyId));
        Assert.True((await SendAsync(issued.KeyId, issued.SecretShownOnce)).IsValid);
    }

    [Fact]
    public async Task A_revoked_key_is_refused_for_good_and_its_secrets_are_gone()
    {
        IssuedCredential issued = await _issuer.IssueAsync(new());
        Assert.True(await _issuer.RevokeAsync(issued.KeyId));
        Assert.Equal(VerificationStatus.KeyDisabled, (await SendAsync(issued.KeyId, issued.SecretShownOnce)).Status);
        Credential revoked = (await _issuer.FindAsync(issued.KeyId))!;
        Assert.Equal((CredentialStatus.Revoked, Now), (revoked.StatusAt(Now), revoked.Revoked));
        Assert.Empty(revoked.Secrets);
        Assert.False(await _issuer.RevokeAsync(issued.KeyId));
        Assert.False(await _issuer.EnableAsync(issued.KeyId));
        Assert.False(await _issuer.DisableAsync(issued.KeyId));
        Assert.Null(await _issuer.RotateAsync(issued.KeyId, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("\u00FC")]
    public async Task An_id_that_was_never_issued_is_no_reason_to_throw(string keyId)
    {
        Assert.Null(await _issuer.FindAsync(keyId));
        Assert.Null(await _issuer.RotateAsync(keyId, TimeSpan.Zero));
        Assert.False(await _issuer.DisableAsync(keyId));
        Assert.False(await _issuer.EnableAsync(keyId));
        Assert.False(await _issuer.RevokeAsync(keyId));
        Assert.False(await _issuer.ResealAsync(keyId));
    }

    [Fact]
    public async Task Credentials_of_another_scheme_or_kind_in_the_same_store_are_not_this_issuers()
    {
        var other = new HmacCredentialIssuer(_store, SchemeCatalog.TheOne, _protector, new() { Name = "another" });
        var apiKeys = new ApiKeyIssuer(_store, time: _clock);
        IssuedCredential hmac = await other.IssueAsync(new());
        IssuedCredential apiKey = await apiKeys.IssueAsync(new());
        foreach (string keyId in new[] { hmac.KeyId, apiKey.KeyId })
        {
            Assert.Null(await _issuer.Keys.FindAsync(keyId));
            Assert.Null(await _issuer.FindAsync(keyId));
            Assert.False(await _issuer.RevokeAsync(keyId));
            Assert.Null(await _issuer.RotateAsync(keyId, TimeSpan.Zero));
        }

        Assert.NotNull(await other.Keys.FindAsync(hmac.KeyId));
        Assert.Null(await apiKeys.FindAsync(hmac.KeyId));
    }

    [Fact]
    public async Task Requests_that_make_no_sense_are_refused_before_anything_is_stored()
    {
        CredentialRequest[] wrong =
        [
            new() { Expires = Now }, new() { NotBefore = Now.AddDays(2), Expires = Now.AddDays(1) }, new() { Scopes = ["two words"] },
            new() { Owner = "" }, new() { Name = "two\nlines" },
        ];
        foreach (CredentialRequest request in wrong)
        {
            await Assert.ThrowsAsync<ArgumentException>(async () => await _issuer.IssueAsync(request));
        }

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await _issuer.RotateAsync("k", TimeSpan.FromTicks(-1)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await _issuer.RotateAsync("k", TimeSpan.FromDays(91)));
        Assert.Equal(TimeSpan.FromDays(90), CredentialIssuer.MaxOverlap);
        Assert.Throws<ArgumentException>(() => new HmacCredentialIssuer(_store, SchemeCatalog.OneRing, _protector));
    }

    [Theory]
    [InlineData("")]
    [InlineData("_")]
    [InlineData("hk")]
    [InlineData("HK_")]
    [InlineData("1k_")]
    [InlineData("h-k_")]
    [InlineData("h k_")]
    [InlineData("seventeen_chars__")]
    public void A_prefix_of_another_form_is_refused(string prefix)
    {
        Assert.Throws<ArgumentException>(() => new HmacCredentialIssuer(_store, SchemeCatalog.TheOne, _protector, new() { KeyIdPrefix = prefix }));
        Assert.Throws<ArgumentException>(() => new ApiKeyIssuer(_store, prefix));
        Assert.Throws<ArgumentException>(() => new ApiKeyVerifier(_store, new() { Prefix = prefix }));
    }

    private async Task<VerificationResult> SendAsync(string keyId, string secret)
    {
        var signer = new RequestSigner(SchemeCatalog.TheOne, new KeyRing(keyId, HmacKey.FromText(secret)), _clock);
        var request = new RawRequest("POST", "/api/v1/estimate", [], "{}"u8.ToArray());
        var verifier = new RequestVerifier(SchemeCatalog.TheOne, _issuer.Keys, new() { TimeProvider = _clock, AcceptReplaysBecauseTheHandlerIsIdempotent = true });
        return await verifier.VerifyAsync(request.WithHeaders(signer.Sign(request)));
    }
}
