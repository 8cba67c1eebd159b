using System.Text.Json;

namespace HmacKit.Jwt.Tests.Fixtures;

/// <summary>One API with its ring, its clock and its validator, as most tests need them.</summary>
internal sealed class House
{
    public const string Issuer = "https://api.example.com";
    public const string Audience = "https://app.example.com";
    public const string UserId = "7f9c2ba4-e88f-427d-8aa8-2a04c5d7c2f1";
    public const string TokenId = "0e9b6a52-5d7f-4b6a-9a52-3f0a4ce1f3aa";

    public static readonly DateTimeOffset Start = new(2026, 3, 29, 0, 59, 59, TimeSpan.Zero);

    public House(Action<UserTokenValidatorOptions>? configure = null)
    {
        Ring = NewRing();
        var options = new UserTokenValidatorOptions { TimeProvider = Clock };
        configure?.Invoke(options);
        Validator = new UserTokenValidator(Ring, Issuer, Audience, options);
    }

    public ManualTimeProvider Clock { get; } = new(Start);

    public KeyRing Ring { get; }

    public UserTokenValidator Validator { get; }

    public static HmacKey Key(byte[] secret, string? label) =>
        HmacKey.Import(HmacAlgorithm.Sha256, KeyFormat.Hex, Convert.ToHexString(secret), label);

    /// <summary>The key <c>2026-02</c> signs, and <c>2026-01</c> is accepted for another hour.</summary>
    public static KeyRing NewRing() =>
        new KeyRing("users", Key(Forge.OldSecret, "2026-01")).Rotate(Key(Forge.Secret, "2026-02"), Start.AddHours(1));

    /// <summary>A payload with nothing wrong in it but the changes: a claim's JSON, or null to leave it out.</summary>
    public static string Payload(params (string Name, string? Json)[] changes)
    {
        var claims = new Dictionary<string, string?>
        {
            ["iss"] = Text(Issuer),
            ["aud"] = Text(Audience),
            ["sub"] = Text(UserId),
            ["jti"] = Text(TokenId),
            ["iat"] = $"{Start.ToUnixTimeSeconds()}",
            ["exp"] = $"{Start.ToUnixTimeSeconds() + 3600}",
        };
        foreach ((string name, string? json) in changes)
        {
            claims[name] = json;
        }

        return "{" + string.Join(",", claims.Where(claim => claim.Value is not null).Select(claim => $"{Text(claim.Key)}:{claim.Value}")) + "}";
    }

    public static string Text(string text) => JsonSerializer.Serialize(text);

    /// <summary>A time as a claim's JSON, so many seconds from the start.</summary>
    public static string At(long seconds) => $"{Start.ToUnixTimeSeconds() + seconds}";

    public async Task<UserTokenStatus> StatusOf(string? token) => (await Validator.ValidateAsync(token)).Status;

    public async Task Refuses(UserTokenStatus status, string? token)
    {
        UserTokenResult result = await Validator.ValidateAsync(token);
        Assert.Equal(status, result.Status);
        Assert.False(result.IsValid);
        Assert.Null(result.UserId);
        Assert.Null(result.TokenId);
        Assert.Null(result.Identity);
        Assert.Null(result.Claims);
    }
}
