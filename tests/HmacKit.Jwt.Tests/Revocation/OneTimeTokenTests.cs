using HmacKit.Jwt.Tests.Fixtures;

namespace HmacKit.Jwt.Tests.Revocation;

public class OneTimeTokenTests
{
    private readonly House _house = NewHouse();

    [Fact]
    public async Task A_one_time_token_is_accepted_once()
    {
        string token = Forge.Token(House.Payload());
        Assert.Equal(UserTokenStatus.Valid, await _house.StatusOf(token));
        await _house.Refuses(UserTokenStatus.AlreadyUsed, token);
        Assert.Equal(UserTokenStatus.Valid, await _house.StatusOf(Forge.Token(House.Payload(("jti", "\"another\"")))));
    }

    [Fact]
    public async Task Of_many_uses_at_once_one_wins()
    {
        string token = Forge.Token(House.Payload());
        UserTokenStatus[] statuses = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => _house.StatusOf(token))));

        Assert.Equal(1, statuses.Count(status => status == UserTokenStatus.Valid));
        Assert.Equal(63, statuses.Count(status => status == UserTokenStatus.AlreadyUsed));
    }

    [Fact]
    public async Task A_token_that_is_refused_for_another_reason_isnt_used_up()
    {
        _house.Clock.AdjustTime(House.Start.AddMinutes(-1));
        await _house.Refuses(UserTokenStatus.NotYetValid, Forge.Token(House.Payload()));
        _house.Clock.AdjustTime(House.Start);
        await _house.Refuses(UserTokenStatus.SignatureMismatch, Forge.Token(House.Payload(), secret: new byte[32]));
        await _house.Refuses(UserTokenStatus.WrongAudience, Forge.Token(House.Payload(("aud", "\"other\""))));

        Assert.Equal(UserTokenStatus.Valid, await _house.StatusOf(Forge.Token(House.Payload())));
    }

    [Fact]
    public async Task A_token_of_the_same_id_under_another_key_is_used_up_too()
    {
        Assert.Equal(UserTokenStatus.Valid, await _house.StatusOf(Forge.Token(House.Payload())));
        await _house.Refuses(
            UserTokenStatus.AlreadyUsed,
            Forge.Token(House.Payload(), """{"alg":"HS256","kid":"2026-01"}""", Forge.OldSecret));
    }

    [Fact]
    public async Task A_used_token_stays_used_until_no_validator_would_take_it()
    {
        string token = Forge.Token(House.Payload());
        Assert.Equal(UserTokenStatus.Valid, await _house.StatusOf(token));

        _house.Clock.AdjustTime(House.Start.AddSeconds(3629.9));
        await _house.Refuses(UserTokenStatus.AlreadyUsed, token);
        _house.Clock.AdjustTime(House.Start.AddSeconds(3630));
        await _house.Refuses(UserTokenStatus.Expired, token);
    }

    [Fact]
    public async Task A_one_time_token_can_be_revoked_before_its_use()
    {
        Assert.True(await _house.Validator.RevokeAsync(House.TokenId, House.Start, House.Start.AddHours(1)));
        await _house.Refuses(UserTokenStatus.AlreadyUsed, Forge.Token(House.Payload()));
    }

    [Fact]
    public async Task Revoking_twice_or_after_the_use_is_fine()
    {
        UserTokenResult result = await _house.Validator.ValidateAsync(Forge.Token(House.Payload()));
        Assert.True(await _house.Validator.RevokeAsync(result));
        Assert.True(await _house.Validator.RevokeAsync(result));
    }

    [Theory]
    [InlineData(ReplayOutcome.Full)]
    [InlineData(ReplayOutcome.Unavailable)]
    public async Task A_store_that_cant_answer_refuses_with_a_status_of_its_own(ReplayOutcome outcome)
    {
        House house = NewHouse(new AnsweringStore(outcome));
        await house.Refuses(UserTokenStatus.StoreUnavailable, Forge.Token(House.Payload()));
        Assert.False(await house.Validator.RevokeAsync(House.TokenId, House.Start, House.Start.AddHours(1)));
    }

    [Fact]
    public async Task A_claim_lives_until_exp_and_the_skew_under_the_rings_id()
    {
        var store = new AnsweringStore(ReplayOutcome.Added);
        House house = NewHouse(store);
        Assert.Equal(UserTokenStatus.Valid, await house.StatusOf(Forge.Token(House.Payload())));

        ReplayClaim claim = Assert.Single(store.Claims);
        Assert.Equal(House.Start, claim.SignedAt);
        Assert.Equal(House.Start.AddSeconds(3630), claim.Expires);
        byte[] bytes = new byte[ReplayClaim.MaxBytes];
        Assert.Equal($"user-token\0users\0{House.TokenId}", System.Text.Encoding.UTF8.GetString(bytes.AsSpan(0, claim.CopyTo(bytes))));
    }

    private static House NewHouse(IReplayStore? store = null)
    {
        var clock = new LateClock();
        var house = new House(options =>
        {
            options.MaxLifetime = TimeSpan.FromHours(1);
            options.OneTimeStore = store ?? new MemoryReplayStore(new() { TimeProvider = clock });
        });
        clock.Clock = house.Clock;
        return house;
    }

    private sealed class LateClock : TimeProvider
    {
        public ManualTimeProvider? Clock { get; set; }

        public override DateTimeOffset GetUtcNow() => Clock?.GetUtcNow() ?? House.Start;
    }

    private sealed class AnsweringStore(ReplayOutcome outcome) : IReplayStore
    {
        public List<ReplayClaim> Claims { get; } = [];

        public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default)
        {
            Claims.Add(claim);
            return new(outcome);
        }
    }
}
