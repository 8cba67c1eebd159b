using HmacKit.Jwt.Tests.Fixtures;

namespace HmacKit.Jwt.Tests.Validation;

public class ValidTokenTests
{
    private readonly House _house = new();

    [Fact]
    public async Task A_genuine_token_is_valid_and_says_who_the_user_is()
    {
        UserTokenResult result = await _house.Validator.ValidateAsync(Forge.Token(House.Payload()));

        Assert.Equal(UserTokenStatus.Valid, result.Status);
        Assert.True(result.IsValid);
        Assert.Equal(House.UserId, result.UserId);
        Assert.Equal(House.TokenId, result.TokenId);
        Assert.Equal(House.Start, result.IssuedAt);
        Assert.Equal(House.Start.AddHours(1), result.ExpiresAt);
    }

    [Fact]
    public async Task The_result_says_which_key_matched()
    {
        UserTokenResult result = await _house.Validator.ValidateAsync(Forge.Token(House.Payload()));

        Assert.Equal("users", result.Ring!.Id);
        Assert.Equal("2026-02", result.Key!.Key.Label);
        Assert.True(result.Key.IsPrimary);
    }

    [Fact]
    public async Task Claims_keep_the_names_that_they_have_in_the_token()
    {
        string payload = House.Payload(("email", "\"ann@example.com\""), ("roles", """["admin","basic"]"""));
        UserTokenResult result = await _house.Validator.ValidateAsync(Forge.Token(payload));

        Assert.Equal(House.UserId, result.Claims!.Name);
        Assert.True(result.Claims.IsAuthenticated);
        Assert.Equal("ann@example.com", result.Claims.FindFirst("email")!.Value);
        Assert.Equal(["admin", "basic"], result.Claims.FindAll("roles").Select(claim => claim.Value));
    }

    [Theory]
    [InlineData("""{"alg":"HS256","kid":"2026-02"}""")]
    [InlineData("""{"kid":"2026-02","typ":"jwt","alg":"HS256"}""")]
    [InlineData("""{ "alg" : "HS256",  "kid":"2026-02", "whatever": {"is": ["ignored"]} }""")]
    [InlineData("""{"alg":"HS256","kid":"2026\u002d02"}""")]
    public async Task Headers_that_mean_the_same_are_accepted(string header) =>
        Assert.Equal(UserTokenStatus.Valid, await _house.StatusOf(Forge.Token(House.Payload(), header)));

    [Theory]
    [InlineData("""["https://app.example.com"]""")]
    [InlineData("""["https://other.example.com","https://app.example.com"]""")]
    public async Task The_audience_may_be_one_of_several(string audience) =>
        Assert.Equal(UserTokenStatus.Valid, await _house.StatusOf(Forge.Token(House.Payload(("aud", audience)))));

    [Fact]
    public async Task A_user_id_may_have_any_characters_but_control_characters()
    {
        UserTokenResult result = await _house.Validator.ValidateAsync(Forge.Token(House.Payload(("sub", "\"Zoë \U0001F600\""))));
        Assert.Equal("Zoë \U0001F600", result.UserId);
    }

    [Theory]
    [InlineData("""("scope":"write read")""")]
    [InlineData("""("scope":" read  write read ")""")]
    [InlineData("""("scope":["write","read"])""")]
    [InlineData("""("scp":"write read")""")]
    [InlineData("""("scp":["read","write"])""")]
    [InlineData("""("scope":"read write","scp":"admin")""")]
    public async Task Policies_get_the_facts_that_keys_have_too(string claims)
    {
        string payload = House.Payload(("tier", "\"pro\"")).TrimEnd('}') + "," + claims.Trim('(', ')') + "}";
        KeyIdentity identity = (await _house.Validator.ValidateAsync(Forge.Token(payload))).Identity!;

        Assert.Equal(House.UserId, identity.Owner);
        Assert.Equal(House.TokenId, identity.KeyId);
        Assert.Equal("pro", identity.Tier);
        Assert.Equal(["read", "write"], identity.Scopes);
        Assert.True(identity.HasScope("write"));
        Assert.False(identity.HasScope("admin"));
        Assert.False(identity.IsCanary);
    }

    [Fact]
    public async Task A_token_without_scopes_has_none()
    {
        KeyIdentity identity = (await _house.Validator.ValidateAsync(Forge.Token(House.Payload()))).Identity!;
        Assert.Empty(identity.Scopes);
        Assert.Null(identity.Tier);
    }

    [Fact]
    public void A_result_that_nobody_filled_in_means_no()
    {
        UserTokenResult result = default;
        Assert.False(result.IsValid);
        Assert.Equal(UserTokenStatus.NotValidated, result.Status);
        Assert.Null(result.UserId);
        Assert.Null(result.IssuedAt);
        Assert.Null(result.Identity);
    }
}
