using HmacKit.Contracts;
using HmacKit.Tests.Credentials;

namespace HmacKit.Tests.ApiKeys;

public class ApiKeyVerifierTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly FlakyCredentialStore _store = new();
    private readonly ApiKeyIssuer _issuer;
    private readonly ApiKeyVerifier _verifier;

    public ApiKeyVerifierTests()
    {
        _issuer = new ApiKeyIssuer(_store, time: _clock);
        _verifier = new ApiKeyVerifier(_store, new() { TimeProvider = _clock });
    }

    private DateTimeOffset Now => _clock.GetUtcNow();

    [Theory]
    [InlineData("Bearer ")]
    [InlineData("bearer ")]
    [InlineData("BEARER ")]
    [InlineData("")]
    public async Task A_key_is_accepted_from_either_header_and_says_whose_it_is(string before)
    {
        IssuedCredential issued = await _issuer.IssueAsync(new() { Owner = "user_xyz", Scopes = ["read:rings", "read:drafts"], Tier = "pro" });
        ApiKeyResult result = await _verifier.VerifyAsync(before + issued.SecretShownOnce, "read:rings");
        Assert.True(result.IsValid);
        Assert.Equal(ApiKeyStatus.Valid, result.Status);
        Assert.Null(result.OldSecretEnds);
        KeyIdentity identity = result.Identity!;
        Assert.Equal((issued.KeyId, "user_xyz", "pro", false), (identity.KeyId, identity.Owner, identity.Tier, identity.IsCanary));
        Assert.Equal(["read:drafts", "read:rings"], identity.Scopes);
    }

    [Fact]
    public async Task No_header_is_a_missing_key()
    {
        Assert.Equal(ApiKeyStatus.Missing, (await _verifier.VerifyAsync("")).Status);
        Assert.Equal(ApiKeyStatus.Missing, (await _verifier.VerifyAsync((string?)null)).Status);
    }

    [Theory]
    [InlineData("Bearer ", "")]
    [InlineData("Bearer", "")]
    [InlineData("Bearer  ", null)]
    [InlineData("Bearer\t", null)]
    [InlineData("Basic ", null)]
    [InlineData("Bearer Bearer ", null)]
    [InlineData(" ", null)]
    [InlineData("\"", null)]
    public async Task A_header_of_another_form_is_malformed(string before, string? text)
    {
        IssuedCredential issued = await _issuer.IssueAsync(new());
        Assert.Equal(ApiKeyStatus.Malformed, (await _verifier.VerifyAsync(before + (text ?? issued.SecretShownOnce))).Status);
        Assert.Equal(ApiKeyStatus.Malformed, (await _verifier.VerifyAsync(issued.SecretShownOnce + ", " + issued.SecretShownOnce)).Status);
        Assert.Equal(0, _store.Finds);
    }

    [Fact]
    public async Task Headers_of_any_kind_are_refused_and_nothing_is_thrown()
    {
        await _issuer.IssueAsync(new());
        Seeded.Holds(Any.Unicode, text => Assert.False(_verifier.VerifyAsync("Bearer " + text).AsTask().Result.IsValid));
        Assert.Equal(ApiKeyStatus.Malformed, (await _verifier.VerifyAsync(new string('x', 1_000_000))).Status);
    }

    [Fact]
    public async Task A_key_that_was_never_issued_is_unknown()
    {
        IssuedCredential elsewhere = await new ApiKeyIssuer(new MemoryCredentialStore()).IssueAsync(new());
        ApiKeyResult result = await _verifier.VerifyAsync(elsewhere.SecretShownOnce);
        Assert.Equal((ApiKeyStatus.UnknownKey, null), (result.Status, result.Identity));
    }

    [Fact]
    public async Task The_secret_of_another_key_is_refused_and_looks_to_the_caller_like_an_unknown_one()
    {
        IssuedCredential mine = await _issuer.IssueAsync(new());
        ApiKeyResult result = await _verifier.VerifyAsync(ApiKey.Create(mine.KeyId));
        Assert.Equal((ApiKeyStatus.SecretMismatch, null), (result.Status, result.Identity));
    }

    [Fact]
    public async Task A_hash_that_was_moved_to_another_key_id_fits_nothing()
    {
        Credential mine = (await _issuer.IssueAsync(new())).Credential;
        IssuedCredential theirs = await _issuer.IssueAsync(new() { Scopes = ["admin"] });
        IssuedCredential own = await _issuer.IssueAsync(new());
        Assert.True(await _store.TryUpdateAsync(theirs.Credential with { Version = 2, Secrets = own.Credential.Secrets }));
        string forged = own.SecretShownOnce.Replace(own.KeyId, theirs.KeyId, StringComparison.Ordinal);
        Assert.False((await _verifier.VerifyAsync(forged)).IsValid);
        Assert.False((await _verifier.VerifyAsync(own.SecretShownOnce.Replace(own.KeyId, mine.KeyId, StringComparison.Ordinal))).IsValid);
        Assert.True((await _verifier.VerifyAsync(own.SecretShownOnce)).IsValid);
    }

    [Fact]
    public async Task A_key_is_valid_from_its_start_to_its_end()
    {
        IssuedCredential issued = await _issuer.IssueAsync(new() { NotBefore = Now.AddDays(1), Expires = Now.AddDays(2) });
        Assert.Equal(ApiKeyStatus.NotYetValid, await StatusAsync(issued));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(ApiKeyStatus.Valid, await StatusAsync(issued));
        _clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromTicks(1));
        Assert.Equal(ApiKeyStatus.Valid, await StatusAsync(issued));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(ApiKeyStatus.Expired, await StatusAsync(issued));
    }

    [Fact]
    public async Task A_key_can_be_switched_off_for_a_while_and_for_good()
    {
        IssuedCredential issued = await _issuer.IssueAsync(new());
        await _issuer.DisableAsync(issued.KeyId);
        Assert.Equal(ApiKeyStatus.Disabled, await StatusAsync(issued));
        await _issuer.EnableAsync(issued.KeyId);
        Assert.Equal(ApiKeyStatus.Valid, await StatusAsync(issued));
        await _issuer.RevokeAsync(issued.KeyId);
        Assert.Equal(ApiKeyStatus.Revoked, await StatusAsync(issued));
        Assert.Null(await _issuer.RotateAsync(issued.KeyId, TimeSpan.Zero));
    }

    [Fact]
    public async Task Whether_a_key_is_revoked_is_said_only_to_who_has_it()
    {
        IssuedCredential issued = await _issuer.IssueAsync(new());
        await _issuer.RevokeAsync(issued.KeyId);
        Assert.Equal(ApiKeyStatus.SecretMismatch, (await _verifier.VerifyAsync(ApiKey.Create(issued.KeyId))).Status);
        Assert.False((await _verifier.VerifyAsync(issued.SecretShownOnce)).IsValid);
    }

    [Fact]
    public async Task After_a_rotation_the_old_secret_is_accepted_until_its_end_and_the_result_says_so()
    {
        IssuedCredential first = await _issuer.IssueAsync(new() { Scopes = ["read"] });
        IssuedCredential second = (await _issuer.RotateAsync(first.KeyId, TimeSpan.FromDays(7)))!;
        Assert.Equal(first.KeyId, second.KeyId);
        ApiKeyResult old = await _verifier.VerifyAsync(first.SecretShownOnce, "read");
        Assert.Equal((ApiKeyStatus.Valid, Now.AddDays(7)), (old.Status, old.OldSecretEnds));
        Assert.Null((await _verifier.VerifyAsync(second.SecretShownOnce, "read")).OldSecretEnds);
        _clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(ApiKeyStatus.SecretMismatch, await StatusAsync(first));
        Assert.Equal(ApiKeyStatus.Valid, await StatusAsync(second));
    }

    [Theory]
    [InlineData("read", ApiKeyStatus.Valid)]
    [InlineData(null, ApiKeyStatus.Valid)]
    [InlineData("write", ApiKeyStatus.InsufficientScope)]
    [InlineData("Read", ApiKeyStatus.InsufficientScope)]
    [InlineData("", ApiKeyStatus.InsufficientScope)]
    public async Task A_key_without_the_scope_is_refused_as_such(string? scope, ApiKeyStatus expected)
    {
        IssuedCredential issued = await _issuer.IssueAsync(new() { Scopes = ["read"] });
        ApiKeyResult result = await _verifier.VerifyAsync(issued.SecretShownOnce, scope);
        Assert.Equal(expected, result.Status);
        Assert.Equal(issued.KeyId, result.Identity!.KeyId);
    }

    [Fact]
    public async Task In_canary_only_mode_only_canaries_are_let_in_and_the_mode_can_change_at_any_time()
    {
        IssuedCredential canary = await _issuer.IssueAsync(new() { IsCanary = true });
        IssuedCredential other = await _issuer.IssueAsync(new() { Scopes = ["read"] });
        var verifier = new ApiKeyVerifier(_store, new() { TimeProvider = _clock, CanaryOnly = true });
        Assert.True((await verifier.VerifyAsync(canary.SecretShownOnce)).IsValid);
        ApiKeyResult refused = await verifier.VerifyAsync(other.SecretShownOnce, "write");
        Assert.Equal(ApiKeyStatus.CanaryOnly, refused.Status);
        Assert.True(verifier.CanaryOnly);
        verifier.CanaryOnly = false;
        Assert.True((await verifier.VerifyAsync(other.SecretShownOnce)).IsValid);
    }

    [Fact]
    public async Task An_HMAC_credential_is_no_API_key()
    {
        IssuedCredential issued = await _issuer.IssueAsync(new());
        Assert.True(await _store.TryUpdateAsync(issued.Credential with { Version = 2, Kind = CredentialKind.Hmac, Scheme = "theone" }));
        Assert.Equal(ApiKeyStatus.UnknownKey, await StatusAsync(issued));
    }

    [Fact]
    public async Task A_key_with_another_prefix_is_malformed_here_and_valid_there()
    {
        IssuedCredential issued = await new ApiKeyIssuer(_store, "my_live_", _clock).IssueAsync(new());
        Assert.StartsWith("my_live_", issued.KeyId, StringComparison.Ordinal);
        Assert.Equal(ApiKeyStatus.Malformed, await StatusAsync(issued));
        Assert.True((await new ApiKeyVerifier(_store, new() { Prefix = "my_live_", TimeProvider = _clock }).VerifyAsync(issued.SecretShownOnce)).IsValid);
    }

    [Fact]
    public async Task Refusing_an_unknown_key_allocates_what_refusing_a_known_one_does_and_a_malformed_one_nothing()
    {
        var store = new MemoryCredentialStore();
        string known = ApiKey.Create((await new ApiKeyIssuer(store).IssueAsync(new())).KeyId);
        string unknown = ApiKey.Create("osk_0123456789abcdef");
        var verifier = new ApiKeyVerifier(store);
        Assert.Equal(Allocated(known), Allocated(unknown));
        Assert.Equal(0, Allocated(unknown[..^1] + (unknown[^1] == '0' ? '1' : '0')));

        long Allocated(string text)
        {
            for (int i = 0; i < 100; i++)
            {
                verifier.VerifyAsync(text).AsTask().Wait();
            }

            return Allocations.LeastOf(50, _ =>
            {
                for (int i = 0; i < 100; i++)
                {
                    ValueTask<ApiKeyResult> result = verifier.VerifyAsync(text);
                    if (result.Result.IsValid)
                    {
                        throw new InvalidOperationException();
                    }
                }
            });
        }
    }

    [Fact]
    public void A_result_that_nobody_filled_in_is_no()
    {
        ApiKeyResult result = default;
        Assert.False(result.IsValid);
        Assert.Equal((ApiKeyStatus.NotVerified, null), (result.Status, result.Identity));
        Assert.Equal("NotVerified", result.ToString());
    }

    [Fact]
    public void The_defaults_are_what_the_comments_say()
    {
        var options = new ApiKeyVerifierOptions();
        Assert.Equal(TimeSpan.FromMinutes(5), ApiKeyVerifierOptions.DefaultLastUseResolution);
        Assert.Equal((ApiKeyVerifierOptions.DefaultLastUseResolution, "osk_", false), (options.LastUseResolution, options.Prefix, options.CanaryOnly));
        Assert.Equal("osk_", ApiKey.DefaultPrefix);
        Assert.Equal("hk_", new HmacCredentialOptions().KeyIdPrefix);
    }

    private async Task<ApiKeyStatus> StatusAsync(IssuedCredential issued) => (await _verifier.VerifyAsync(issued.SecretShownOnce)).Status;
}
