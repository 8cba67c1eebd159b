using HmacKit.Jwt.Tests.Fixtures;

namespace HmacKit.Jwt.Tests.Validation;

/// <summary>What fails on the validator's own side is a status, and not an exception.</summary>
public sealed class UnavailableTests
{
    private static readonly UserTokenValidatorOptions Options = new() { TimeProvider = new ManualTimeProvider(House.Start) };

    [Fact]
    public async Task A_key_source_that_fails_is_a_status()
    {
        var validator = new UserTokenValidator(new Failing(), "users", House.Issuer, House.Audience, Options);
        Assert.Equal(UserTokenStatus.StoreUnavailable, (await validator.ValidateAsync(Forge.Token(House.Payload()))).Status);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await validator.ValidateAsync(Forge.Token(House.Payload()), new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_memory_of_tokens_that_fails_is_a_status()
    {
        var house = new House(options => options.OneTimeStore = new Failing());
        await house.Refuses(UserTokenStatus.StoreUnavailable, Forge.Token(House.Payload()));
        house = new House(options => options.RevokedTokens = new FailingRevocation());
        await house.Refuses(UserTokenStatus.StoreUnavailable, Forge.Token(House.Payload()));
    }

    [Fact]
    public async Task A_one_time_store_that_was_empty_when_the_token_may_have_been_used_refuses_it()
    {
        ManualTimeProvider clock = new(House.Start);
        var house = new House(options =>
        {
            options.TimeProvider = clock;
            options.OneTimeStore = new MemoryReplayStore(new() { TimeProvider = clock, RefuseSignedBeforeStart = true });
        });
        await house.Refuses(UserTokenStatus.StoreUnavailable, Forge.Token(House.Payload(("iat", House.At(29)))));
        Assert.Equal(UserTokenStatus.Valid, await house.StatusOf(Forge.Token(House.Payload(("iat", House.At(30))))));
    }

    private sealed class Failing : IKeySource, IReplayStore
    {
        public ValueTask<KeyRing?> FindAsync(string keyId, CancellationToken cancellationToken = default) => throw new TimeoutException();

        public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default) => throw new TimeoutException();
    }

    private sealed class FailingRevocation : RevokedTokens
    {
        protected override ValueTask<bool> AddCoreAsync(string tokenId, DateTimeOffset forgetAt, CancellationToken cancellationToken) => throw new TimeoutException();

        protected override ValueTask<RevocationState> FindCoreAsync(string tokenId, DateTimeOffset forgetAt, CancellationToken cancellationToken) => throw new TimeoutException();
    }
}
