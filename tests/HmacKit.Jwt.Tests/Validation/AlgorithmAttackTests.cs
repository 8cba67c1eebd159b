using System.Security.Cryptography;
using System.Text;
using HmacKit.Jwt.Tests.Fixtures;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HmacKit.Jwt.Tests.Validation;

/// <summary>Tokens that name an algorithm of the attacker's choice.</summary>
public class AlgorithmAttackTests
{
    private readonly House _house = new();

    public static TheoryData<string> SpellingsOfNone()
    {
        var data = new TheoryData<string>();
        for (int bits = 0; bits < 16; bits++)
        {
            data.Add(string.Concat("none".Select((c, i) => (bits & (1 << i)) == 0 ? c : char.ToUpperInvariant(c))));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(SpellingsOfNone))]
    public async Task No_spelling_of_none_is_accepted_with_a_signature_or_without(string none)
    {
        string parts = Forge.Encode($$"""{"alg":"{{none}}","kid":"2026-02"}""") + "." + Forge.Encode(House.Payload());

        await _house.Refuses(UserTokenStatus.AlgorithmNotAllowed, parts + ".");
        await _house.Refuses(UserTokenStatus.AlgorithmNotAllowed, Forge.Sign(parts));
    }

    [Fact]
    public async Task The_unsecured_token_of_RFC_7519_section_6_1_is_refused() =>
        await _house.Refuses(
            UserTokenStatus.AlgorithmNotAllowed,
            "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.");

    [Theory]
    [InlineData("\"HS384\"")]
    [InlineData("\"HS512\"")]
    [InlineData("\"RS256\"")]
    [InlineData("\"ES256\"")]
    [InlineData("\"PS256\"")]
    [InlineData("\"EdDSA\"")]
    [InlineData("\"hs256\"")]
    [InlineData("\"HS256 \"")]
    [InlineData("\"HS256\\u0000\"")]
    [InlineData("\"HS256\\ud800\"")]
    [InlineData("\"http://www.w3.org/2001/04/xmldsig-more#hmac-sha256\"")]
    [InlineData("\"dir\"")]
    [InlineData("\"\"")]
    [InlineData("256")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("""["HS256"]""")]
    [InlineData("""{"HS256":"HS256"}""")]
    public async Task Any_other_algorithm_is_refused_even_with_the_right_HS256_signature(string algorithm) =>
        await _house.Refuses(
            UserTokenStatus.AlgorithmNotAllowed,
            Forge.Token(House.Payload(), $$"""{"alg":{{algorithm}},"typ":"JWT","kid":"2026-02"}"""));

    [Theory]
    [InlineData("""{"typ":"JWT","kid":"2026-02"}""")]
    [InlineData("""{"Alg":"HS256","ALG":"HS256","typ":"JWT","kid":"2026-02"}""")]
    [InlineData("{}")]
    public async Task A_token_without_an_algorithm_is_refused(string header) =>
        await _house.Refuses(UserTokenStatus.AlgorithmNotAllowed, Forge.Token(House.Payload(), header));

    [Theory]
    [InlineData("HS384")]
    [InlineData("HS512")]
    public async Task A_longer_HMAC_with_the_right_secret_is_refused(string algorithm)
    {
        string parts = Forge.Encode($$"""{"alg":"{{algorithm}}","typ":"JWT","kid":"2026-02"}""") + "." + Forge.Encode(House.Payload());
        byte[] message = Encoding.UTF8.GetBytes(parts);
        byte[] tag = algorithm == "HS384" ? HMACSHA384.HashData(Forge.Secret, message) : HMACSHA512.HashData(Forge.Secret, message);

        await _house.Refuses(UserTokenStatus.AlgorithmNotAllowed, parts + "." + Forge.Encode(tag));
    }

    [Fact]
    public async Task An_RSA_signature_is_refused()
    {
        using var rsa = RSA.Create(2048);
        string parts = Forge.Encode("""{"alg":"RS256","typ":"JWT","kid":"2026-02"}""") + "." + Forge.Encode(House.Payload());
        byte[] signature = rsa.SignData(Encoding.UTF8.GetBytes(parts), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        await _house.Refuses(UserTokenStatus.AlgorithmNotAllowed, parts + "." + Forge.Encode(signature));
    }

    [Theory]
    [InlineData("RS256", UserTokenStatus.AlgorithmNotAllowed)]
    [InlineData("HS256", UserTokenStatus.SignatureMismatch)]
    public async Task A_public_key_used_as_the_secret_is_of_no_use(string algorithm, UserTokenStatus expected)
    {
        using var rsa = RSA.Create(2048);
        byte[] publicKey = Encoding.UTF8.GetBytes(rsa.ExportSubjectPublicKeyInfoPem());

        await _house.Refuses(expected, Forge.Token(House.Payload(), $$"""{"alg":"{{algorithm}}","typ":"JWT","kid":"2026-02"}""", publicKey));
    }

    [Fact]
    public async Task A_token_that_is_encrypted_with_the_right_secret_is_refused()
    {
        var key = new SymmetricSecurityKey([.. Forge.Secret, .. Forge.Secret]) { KeyId = "2026-02" };
        string jwe = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = House.Issuer,
            Audience = House.Audience,
            Expires = House.Start.AddHours(1).UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = House.UserId },
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(Forge.Secret) { KeyId = "2026-02" }, "HS256"),
            EncryptingCredentials = new EncryptingCredentials(key, "dir", SecurityAlgorithms.Aes256CbcHmacSha512),
        });

        Assert.Equal(5, jwe.Split('.').Length);
        await _house.Refuses(UserTokenStatus.Malformed, jwe);
    }

    [Fact]
    public async Task A_header_of_an_encrypted_token_is_refused_in_three_parts_too() =>
        await _house.Refuses(
            UserTokenStatus.HeaderNotAllowed,
            Forge.Token(House.Payload(), """{"alg":"HS256","enc":"A128CBC-HS256","typ":"JWT","kid":"2026-02"}"""));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public async Task A_signature_of_another_length_is_refused(int bytes)
    {
        string token = Forge.Token(House.Payload());
        byte[] tag = [.. Forge.Decode(token.Split('.')[2]), .. new byte[32]];

        await _house.Refuses(UserTokenStatus.Malformed, token[..(token.LastIndexOf('.') + 1)] + Forge.Encode(tag[..bytes]));
    }

    [Fact]
    public async Task A_signature_of_another_secret_is_refused() =>
        await _house.Refuses(UserTokenStatus.SignatureMismatch, Forge.Token(House.Payload(), secret: new byte[32]));

    [Fact]
    public async Task A_signature_of_another_payload_is_refused()
    {
        string[] mine = Forge.Token(House.Payload()).Split('.');
        string admin = Forge.Encode(House.Payload(("sub", "\"admin\"")));

        await _house.Refuses(UserTokenStatus.SignatureMismatch, $"{mine[0]}.{admin}.{mine[2]}");
    }
}
