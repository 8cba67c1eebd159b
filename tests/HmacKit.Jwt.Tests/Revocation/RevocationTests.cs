using HmacKit.Jwt.Tests.Fixtures;

namespace HmacKit.Jwt.Tests.Revocation;

public class RevocationTests
{
    [Fact]
    public async Task A_revoked_token_is_refused_and_others_are_not()
    {
        var house = new House(options => options.RevokedTokens = new MemoryRevokedTokens());
        string token = Forge.Token(House.Payload());
        string other = Forge.Token(House.Payload(("jti", "\"other\"")));
        UserTokenResult session = await house.Validator.ValidateAsync(token);
        Assert.Equal(UserTokenStatus.Valid, await house.StatusOf(token));

        Assert.True(await house.Validator.RevokeAsync(session));

        await house.Refuses(UserTokenStatus.Revoked, token);
        Assert.Equal(UserTokenStatus.Valid, await house.StatusOf(other));
    }

    [Fact]
    public async Task A_token_can_be_revoked_by_what_was_kept_of_it_when_it_was_issued()
    {
        var house = new House(options => options.RevokedTokens = new MemoryRevokedTokens());
        UserToken token = await new UserTokenIssuer(house.Ring, House.Issuer, House.Audience, new() { TimeProvider = house.Clock }).IssueAsync("ann");

        Assert.True(await house.Validator.RevokeAsync(token.TokenId, token.IssuedAt, token.ExpiresAt));

        await house.Refuses(UserTokenStatus.Revoked, token.Token);
    }

    [Fact]
    public async Task Without_a_memory_nothing_can_be_revoked()
    {
        var house = new House();
        UserTokenResult session = await house.Validator.ValidateAsync(Forge.Token(House.Payload()));
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await house.Validator.RevokeAsync(session));
        Assert.Contains("RevokedTokens", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_wasnt_valid_cant_be_revoked()
    {
        var house = new House(options => options.RevokedTokens = new MemoryRevokedTokens());
        UserTokenResult refused = await house.Validator.ValidateAsync("a.b.c");
        await Assert.ThrowsAsync<ArgumentException>("token", async () => await house.Validator.RevokeAsync(refused));
        await Assert.ThrowsAsync<ArgumentException>("tokenId", async () => await house.Validator.RevokeAsync("", House.Start, House.Start));
    }

    [Fact]
    public async Task A_memory_that_is_away_refuses_with_a_status_of_its_own()
    {
        var house = new House(options => options.RevokedTokens = new AwayTokens());
        await house.Refuses(UserTokenStatus.StoreUnavailable, Forge.Token(House.Payload()));
        Assert.False(await house.Validator.RevokeAsync(House.TokenId, House.Start, House.Start.AddHours(1)));
    }

    [Fact]
    public async Task Revoked_goes_before_used()
    {
        var revoked = new MemoryRevokedTokens();
        var store = new MemoryReplayStore(new() { TimeProvider = new ManualTimeProvider(House.Start) });
        var house = new House(options => (options.RevokedTokens, options.OneTimeStore) = (revoked, store));
        Assert.True(await revoked.AddAsync(House.TokenId, House.Start.AddHours(1)));

        await house.Refuses(UserTokenStatus.Revoked, Forge.Token(House.Payload()));
    }

    private sealed class AwayTokens : RevokedTokens
    {
        protected override ValueTask<bool> AddCoreAsync(string tokenId, DateTimeOffset forgetAt, CancellationToken cancellationToken) => new(false);

        protected override ValueTask<RevocationState> FindCoreAsync(string tokenId, DateTimeOffset forgetAt, CancellationToken cancellationToken) => default;
    }
}
