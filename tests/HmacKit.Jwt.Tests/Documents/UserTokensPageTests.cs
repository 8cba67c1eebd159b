using System.Reflection;
using System.Text.Json;
using HmacKit.Jwt.Tests.Fixtures;

namespace HmacKit.Jwt.Tests.Documents;

public class UserTokensPageTests
{
    private static readonly Lazy<Assembly> Endpoint = new(() =>
        UserTokensPage.Build(UserTokensPage.Blocks.Single(block => block.Contains("GenerateUserJwtAnswer", StringComparison.Ordinal))));

    public static TheoryData<int> Blocks() => [.. Enumerable.Range(0, UserTokensPage.Blocks.Length)];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Each_block_compiles(int block) => Assert.Empty(UserTokensPage.Errors(UserTokensPage.Blocks[block]));

    [Fact]
    public void A_block_with_a_mistake_would_be_seen() =>
        Assert.NotEmpty(UserTokensPage.Errors(UserTokensPage.Blocks[0].Replace("ValidateAsync", "ValidatAsync")));

    [Fact]
    public void The_table_of_defaults_is_right()
    {
        var validator = new UserTokenValidatorOptions();
        var issuer = new UserTokenIssuerOptions();
        string[] rows =
        [
            $"| `UserTokenIssuerOptions.DefaultLifetime` | {issuer.DefaultLifetime.TotalSeconds:N0} seconds |",
            $"| `UserTokenIssuerOptions.MaxLifetime` | {issuer.MaxLifetime.TotalHours} hours | 1 second to {TokenBounds.MaxLifetime.TotalDays} days,",
            $"| `UserTokenValidatorOptions.MaxLifetime` (`iat` to `exp`) | {validator.MaxLifetime.TotalHours} hours | over zero, at most {TokenBounds.MaxLifetime.TotalDays} days |",
            $"| `UserTokenValidatorOptions.ClockSkew` | {validator.ClockSkew.TotalSeconds} seconds | zero to {TokenBounds.MaxClockSkew.TotalMinutes} minutes |",
            $"| `UserTokenValidatorOptions.MaxTokenLength` | {validator.MaxTokenLength:N0} characters | 1 to {TokenBounds.MaxTokenLength:N0} |",
            $"| `UserTokenValidatorOptions.AcceptTokensWithoutKeyId` | {(validator.AcceptTokensWithoutKeyId ? "true" : "false")} |",
            $"| `MemoryRevokedTokens.Capacity` | {new MemoryRevokedTokens().Capacity:N0} tokens |",
        ];
        Assert.All(rows, row => Assert.Contains(row, UserTokensPage.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_answer_is_as_OsayCore_documents_it()
    {
        // The example of OsayCore's API reference, "Success Response (200 OK)".
        const string Documented = """{"jwt_token":"eyJhbGciOiJIUzI1Ni...","expires_at":"2025-08-06T12:00:00Z"}""";
        var expiresAt = new DateTimeOffset(2025, 8, 6, 12, 0, 0, TimeSpan.Zero);
        Type answer = Endpoint.Value.GetType("GenerateUserJwtAnswer")!;

        object value = Activator.CreateInstance(answer, "eyJhbGciOiJIUzI1Ni...", expiresAt.UtcDateTime)!;

        Assert.Equal(Documented, JsonSerializer.Serialize(value, answer));
    }

    [Theory]
    [InlineData("""{"user_id":"7f9c2ba4"}""", 3600)]
    [InlineData("""{"user_id":"7f9c2ba4","expires_in_seconds":60}""", 60)]
    [InlineData("""{"user_id":"7f9c2ba4","expires_in_seconds":null}""", 3600)]
    [InlineData("""{"user_id":"7f9c2ba4","expires_in_seconds":0}""", null)]
    [InlineData("""{"user_id":"7f9c2ba4","expires_in_seconds":-1}""", null)]
    [InlineData("""{"user_id":"7f9c2ba4","expires_in_seconds":2147483647}""", null)]
    [InlineData("""{"user_id":""}""", null)]
    [InlineData("{}", null)]
    public async Task The_endpoint_takes_OsayCores_request(string json, int? lifetime)
    {
        Assembly page = Endpoint.Value;
        MethodInfo endpoint = page.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic))
            .Single(method => method.Name.Contains("GenerateUserJwt", StringComparison.Ordinal));
        var house = new House();
        var issuer = new UserTokenIssuer(house.Ring, House.Issuer, House.Audience, new() { TimeProvider = house.Clock });
        object request = JsonSerializer.Deserialize(json, page.GetType("GenerateUserJwtRequest")!)!;

        dynamic task = endpoint.Invoke(null, [issuer, request])!;
        object? answer = await task;

        if (lifetime is null)
        {
            Assert.Null(answer);
            return;
        }

        using JsonDocument sent = JsonDocument.Parse(JsonSerializer.Serialize(answer));
        UserTokenResult result = await house.Validator.ValidateAsync(sent.RootElement.GetProperty("jwt_token").GetString());
        Assert.Equal("7f9c2ba4", result.UserId);
        Assert.Equal(House.Start.AddSeconds(lifetime.Value).ToString("yyyy-MM-ddTHH:mm:ssZ"), sent.RootElement.GetProperty("expires_at").GetString());
    }

}
