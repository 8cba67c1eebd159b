using HmacKit.Contracts;
using HmacKit.Tests.Credentials;
using HmacKit.Tests.Registration;

namespace HmacKit.Tests.ApiKeys;

public class ApiKeyLastUseTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly FlakyCredentialStore _store = new();
    private readonly ApiKeyIssuer _issuer;
    private readonly CapturedLog _log = new();

    public ApiKeyLastUseTests() => _issuer = new ApiKeyIssuer(_store, time: _clock);

    [Fact]
    public async Task A_key_in_constant_use_is_written_down_once_in_five_minutes()
    {
        ApiKeyVerifier verifier = Verifier(_store);
        IssuedCredential issued = await _issuer.IssueAsync(new());
        for (int second = 0; second < 3_600; second++)
        {
            Assert.True((await verifier.VerifyAsync(issued.SecretShownOnce)).IsValid);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(12, _store.Uses);
        DateTimeOffset lastUsed = (await _issuer.FindAsync(issued.KeyId))!.LastUsed!.Value;
        Assert.InRange(_clock.GetUtcNow() - lastUsed, TimeSpan.Zero, TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task The_same_holds_behind_a_cache_and_under_many_callers()
    {
        ApiKeyVerifier verifier = Verifier(new CachedCredentialStore(_store, new() { TimeProvider = _clock }));
        IssuedCredential issued = await _issuer.IssueAsync(new());
        for (int minute = 0; minute < 10; minute++)
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await verifier.VerifyAsync(issued.SecretShownOnce))));
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(2, _store.Uses);
        Assert.Equal(10, _store.Finds);
    }

    [Fact]
    public async Task The_account_can_be_kept_for_each_request_or_not_at_all()
    {
        IssuedCredential issued = await _issuer.IssueAsync(new());
        ApiKeyVerifier never = new(_store, new() { TimeProvider = _clock, LastUseResolution = null });
        await never.VerifyAsync(issued.SecretShownOnce);
        Assert.Equal(0, _store.Uses);
        ApiKeyVerifier always = new(_store, new() { TimeProvider = _clock, LastUseResolution = TimeSpan.Zero });
        await always.VerifyAsync(issued.SecretShownOnce);
        await always.VerifyAsync(issued.SecretShownOnce);
        Assert.Equal(2, _store.Uses);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ApiKeyVerifier(_store, new() { LastUseResolution = TimeSpan.FromTicks(-1) }));
    }

    [Fact]
    public async Task A_refused_key_is_not_in_use()
    {
        ApiKeyVerifier verifier = Verifier(_store);
        IssuedCredential issued = await _issuer.IssueAsync(new());
        await verifier.VerifyAsync(ApiKey.Create(issued.KeyId));
        await _issuer.DisableAsync(issued.KeyId);
        await verifier.VerifyAsync(issued.SecretShownOnce);
        Assert.Equal(0, _store.Uses);
    }

    [Fact]
    public async Task A_use_that_cannot_be_written_down_is_logged_and_the_key_is_let_in()
    {
        ApiKeyVerifier verifier = Verifier(_store);
        IssuedCredential issued = await _issuer.IssueAsync(new());
        _store.UseFailure = new InvalidDataException("read-only");
        Assert.True((await verifier.VerifyAsync(issued.SecretShownOnce)).IsValid);
        Assert.Equal(1203, Assert.Single(_log.Entries).EventId);
        AssertSecret(issued);
    }

    [Fact]
    public async Task A_store_that_cannot_be_asked_refuses_with_its_own_status_and_is_logged()
    {
        ApiKeyVerifier verifier = Verifier(_store);
        IssuedCredential issued = await _issuer.IssueAsync(new());
        _store.FindFailure = new InvalidDataException("away");
        ApiKeyResult result = await verifier.VerifyAsync(issued.SecretShownOnce);
        Assert.Equal((ApiKeyStatus.StoreUnavailable, false, null), (result.Status, result.IsValid, result.Identity));
        Assert.Equal(1202, Assert.Single(_log.Entries).EventId);
        AssertSecret(issued);
        _store.FindFailure = new OperationCanceledException("of the store's own");
        Assert.Equal(ApiKeyStatus.StoreUnavailable, (await verifier.VerifyAsync(issued.SecretShownOnce)).Status);
        _store.FindFailure = null;
        Assert.True((await verifier.VerifyAsync(issued.SecretShownOnce)).IsValid);
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_the_cancellation()
    {
        IssuedCredential issued = await _issuer.IssueAsync(new());
        var cancelled = new CancellationToken(canceled: true);
        _store.FindFailure = new OperationCanceledException(cancelled);
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await Verifier(_store).VerifyAsync(issued.SecretShownOnce, null, cancelled));
        Assert.Empty(_log.Entries);
    }

    private ApiKeyVerifier Verifier(CredentialStore store) => new(store, new() { TimeProvider = _clock }, _log.For<ApiKeyVerifier>());

    private void AssertSecret(IssuedCredential issued) =>
        Assert.DoesNotContain(issued.SecretShownOnce[21..40], _log.ToString(), StringComparison.Ordinal);
}
