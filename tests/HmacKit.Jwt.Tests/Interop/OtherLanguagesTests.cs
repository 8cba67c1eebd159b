using System.Text.Json;
using HmacKit.Jwt.Tests.Fixtures;

namespace HmacKit.Jwt.Tests.Interop;

/// <summary>Tokens between us and two implementations that share nothing with us: Node's crypto and Python's hmac.</summary>
public class OtherLanguagesTests
{
    private readonly House _house = new();

    public static TheoryData<string, string> Languages() => new() { { "node", "tokens.js" }, { "python3", "tokens.py" } };

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task A_token_that_another_language_made_is_valid(string program, string script)
    {
        string claims = House.Payload(("email", "\"zoë@example.com\""), ("scope", "\"read write\""), ("aud", $"""["{House.Audience}","other"]"""));
        string token = await Run(program, script, "sign", Convert.ToHexString(Forge.Secret), "2026-02", claims);

        UserTokenResult result = await _house.Validator.ValidateAsync(token);

        Assert.Equal(UserTokenStatus.Valid, result.Status);
        Assert.Equal(House.UserId, result.UserId);
        Assert.Equal("zoë@example.com", result.Claims!.FindFirst("email")!.Value);
        Assert.Equal(["read", "write"], result.Identity!.Scopes);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task A_token_that_another_language_made_with_another_secret_is_refused(string program, string script)
    {
        string token = await Run(program, script, "sign", Convert.ToHexString(Forge.OldSecret), "2026-02", House.Payload());
        await _house.Refuses(UserTokenStatus.SignatureMismatch, token);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Another_language_verifies_and_reads_our_tokens(string program, string script)
    {
        var issuer = new UserTokenIssuer(_house.Ring, House.Issuer, House.Audience, new() { TimeProvider = _house.Clock });
        UserToken token = await issuer.IssueAsync(new UserTokenGrant("zoë") { Scopes = ["read"], Claims = new Dictionary<string, object> { ["level"] = 7 } });

        using JsonDocument read = JsonDocument.Parse(await Run(program, script, "verify", Convert.ToHexString(Forge.Secret), token.Token));

        JsonElement header = read.RootElement[0];
        JsonElement claims = read.RootElement[1];
        Assert.Equal("HS256", header.GetProperty("alg").GetString());
        Assert.Equal("2026-02", header.GetProperty("kid").GetString());
        Assert.Equal("zoë", claims.GetProperty("sub").GetString());
        Assert.Equal(token.TokenId, claims.GetProperty("jti").GetString());
        Assert.Equal(House.Start.ToUnixTimeSeconds(), claims.GetProperty("iat").GetInt64());
        Assert.Equal(House.Start.ToUnixTimeSeconds() + 3600, claims.GetProperty("exp").GetInt64());
        Assert.Equal(House.Issuer, claims.GetProperty("iss").GetString());
        Assert.Equal(House.Audience, claims.GetProperty("aud").GetString());
        Assert.Equal("read", claims.GetProperty("scope").GetString());
        Assert.Equal(7, claims.GetProperty("level").GetInt32());
    }

    private static async Task<string> Run(string program, string script, params string[] arguments)
    {
        ProgramRun run = await ProgramRun.StartAsync(program, [Path.Combine(AppContext.BaseDirectory, "Interop", script), .. arguments]);
        return run.Succeeds().Output.Trim();
    }
}
