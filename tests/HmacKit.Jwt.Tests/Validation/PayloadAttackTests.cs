using HmacKit.Jwt.Tests.Fixtures;

namespace HmacKit.Jwt.Tests.Validation;

/// <summary>Payloads that are signed with the right key and must be refused all the same.</summary>
public class PayloadAttackTests
{
    private readonly House _house = new();

    /// <summary>An owner or tier of more characters is refused here, before the identity that is made of it would throw.</summary>
    [Theory]
    [InlineData("sub", 256, UserTokenStatus.Valid)]
    [InlineData("sub", 257, UserTokenStatus.Malformed)]
    [InlineData("tier", 256, UserTokenStatus.Valid)]
    [InlineData("tier", 257, UserTokenStatus.Malformed)]
    public async Task A_user_id_or_tier_has_at_most_256_characters(string claim, int length, UserTokenStatus expected) =>
        Assert.Equal(expected, await _house.StatusOf(Forge.Token(House.Payload((claim, House.Text(new string('x', length)))))));

    [Theory]
    [InlineData("iss")]
    [InlineData("aud")]
    [InlineData("sub")]
    [InlineData("jti")]
    [InlineData("iat")]
    [InlineData("exp")]
    public async Task A_token_without_one_of_the_six_claims_is_refused(string name) =>
        await _house.Refuses(UserTokenStatus.MissingClaim, Forge.Token(House.Payload((name, null))));

    [Theory]
    [InlineData("https://api.example.com/")]
    [InlineData("https://API.example.com")]
    [InlineData("https://api.example.co")]
    [InlineData(" https://api.example.com")]
    [InlineData("https://api.example.com\u0000")]
    [InlineData("")]
    public async Task Another_issuer_is_refused(string issuer) =>
        await _house.Refuses(UserTokenStatus.WrongIssuer, Forge.Token(House.Payload(("iss", House.Text(issuer)))));

    [Theory]
    [InlineData("\"https://app.example.com/\"")]
    [InlineData("\"https://APP.example.com\"")]
    [InlineData("\"https://api.example.com\"")]
    [InlineData("\"https://app.example.com https://other.example.com\"")]
    [InlineData("\"https://other.example.com,https://app.example.com\"")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData("""["https://app.example.com/"]""")]
    public async Task Another_audience_is_refused(string json) =>
        await _house.Refuses(UserTokenStatus.WrongAudience, Forge.Token(House.Payload(("aud", json))));

    [Theory]
    [InlineData("iss", "null")]
    [InlineData("iss", "1")]
    [InlineData("iss", """["https://api.example.com"]""")]
    [InlineData("aud", "null")]
    [InlineData("aud", "true")]
    [InlineData("aud", """{"aud":"https://app.example.com"}""")]
    [InlineData("aud", """["https://app.example.com",1]""")]
    [InlineData("aud", """["https://app.example.com",null]""")]
    [InlineData("aud", """[["https://app.example.com"]]""")]
    [InlineData("sub", "null")]
    [InlineData("sub", "42")]
    [InlineData("sub", "\"\"")]
    [InlineData("sub", "\"a\\u0000b\"")]
    [InlineData("sub", "\"a\\nb\"")]
    [InlineData("sub", "\"\\ud800\"")]
    [InlineData("sub", """["7f9c2ba4"]""")]
    [InlineData("jti", "null")]
    [InlineData("jti", "42")]
    [InlineData("jti", "\"\"")]
    [InlineData("jti", "\"a\\u0000b\"")]
    [InlineData("jti", "\"é\"")]
    [InlineData("nbf", "null")]
    [InlineData("nbf", "\"0\"")]
    [InlineData("scope", "1")]
    [InlineData("scope", "[1]")]
    [InlineData("scope", "\"a\\\"b\"")]
    [InlineData("scope", "\"a\\nb\"")]
    [InlineData("scp", "null")]
    [InlineData("tier", "1")]
    [InlineData("tier", "\"\"")]
    [InlineData("tier", "\"a\\nb\"")]
    public async Task A_claim_of_another_type_is_malformed(string name, string json) =>
        await _house.Refuses(UserTokenStatus.Malformed, Forge.Token(House.Payload((name, json))));

    [Theory]
    [InlineData("sub", 256)]
    [InlineData("jti", 128)]
    [InlineData("scope", 128)]
    [InlineData("tier", 256)]
    public async Task A_claim_that_goes_into_logs_and_stores_has_a_greatest_length(string name, int max)
    {
        Assert.Equal(UserTokenStatus.Valid, await _house.StatusOf(Forge.Token(House.Payload((name, House.Text(new string('x', max)))))));
        await _house.Refuses(UserTokenStatus.Malformed, Forge.Token(House.Payload((name, House.Text(new string('x', max + 1))))));
    }

    [Theory]
    [InlineData("sub", "\"admin\"")]
    [InlineData("exp", "99999999999")]
    [InlineData("\\u0073ub", "\"admin\"")]
    [InlineData("\\u0065xp", "99999999999")]
    [InlineData("aud", "\"https://app.example.com\"")]
    public async Task A_payload_with_a_member_twice_is_refused_in_either_order(string name, string json)
    {
        string payload = House.Payload();
        await _house.Refuses(UserTokenStatus.Malformed, Forge.Token($$"""{"{{name}}":{{json}},{{payload[1..]}}"""));
        await _house.Refuses(UserTokenStatus.Malformed, Forge.Token($$"""{{payload[..^1]}},"{{name}}":{{json}}}"""));
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""[{"b":{"a":1,"\u0061":1}}]""")]
    [InlineData("""{"":1,"":2}""")]
    public async Task A_member_twice_is_refused_on_any_level(string json) =>
        await _house.Refuses(UserTokenStatus.Malformed, Forge.Token(House.Payload(("x", json))));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{}}")]
    [InlineData("{\"exp\":1e}")]
    [InlineData("{\"exp\":01}")]
    [InlineData("{\"exp\":NaN}")]
    [InlineData("{\"exp\":Infinity}")]
    [InlineData("{\"exp\":+1}")]
    [InlineData("{\"exp\":1,}")]
    [InlineData("{/**/}")]
    [InlineData("{\"\\ud800\":1,\"\\ud800\":2}")]
    public async Task A_payload_that_is_not_one_JSON_object_is_malformed(string payload) =>
        await _house.Refuses(UserTokenStatus.Malformed, Forge.Token(payload));

    [Fact]
    public async Task A_token_within_a_token_is_refused() =>
        await _house.Refuses(UserTokenStatus.Malformed, Forge.Token(Forge.Token(House.Payload())));

    [Fact]
    public async Task A_payload_that_is_not_UTF8_is_malformed()
    {
        byte[] payload = [.. System.Text.Encoding.UTF8.GetBytes(House.Payload())[..^1], .. ",\"x\":\""u8, 0xC0, 0x80, .. "\"}"u8];
        await _house.Refuses(UserTokenStatus.Malformed, Forge.Sign(Forge.Encode(Forge.Header) + "." + Forge.Encode(payload)));
    }

    [Theory]
    [InlineData(14, UserTokenStatus.Valid)]
    [InlineData(16, UserTokenStatus.Malformed)]
    [InlineData(2500, UserTokenStatus.Malformed)]
    public async Task A_payload_is_not_followed_into_any_depth(int depth, UserTokenStatus expected)
    {
        string nested = new string('[', depth) + new string(']', depth);
        Assert.Equal(expected, await _house.StatusOf(Forge.Token(House.Payload(("x", nested)))));
    }

    [Fact]
    public async Task An_actor_claim_doesnt_bring_a_second_unverified_identity()
    {
        string actor = Forge.Token(House.Payload(("sub", "\"admin\"")), secret: new byte[32]);
        const string Name = "http://schemas.xmlsoap.org/ws/2009/09/identity/claims/actor";

        UserTokenResult result = await _house.Validator.ValidateAsync(Forge.Token(House.Payload((Name, House.Text(actor)), ("actort", House.Text(actor)))));

        Assert.Equal(UserTokenStatus.Valid, result.Status);
        Assert.Null(result.Claims!.Actor);
    }
}
