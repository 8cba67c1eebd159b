using System.Text.Json;
using System.Text.RegularExpressions;
using HmacKit.Jwt.Tests.Fixtures;

namespace HmacKit.Jwt.Tests.Issuing;

public class UserTokenIssuerTests
{
    private readonly House _house = new();
    private readonly UserTokenIssuer _issuer;

    public UserTokenIssuerTests() => _issuer = NewIssuer();

    [Fact]
    public async Task A_token_lives_an_hour_by_default()
    {
        UserToken token = await _issuer.IssueAsync(House.UserId);

        Assert.Equal(House.Start, token.IssuedAt);
        Assert.Equal(House.Start.AddSeconds(3600), token.ExpiresAt);
        Assert.Equal(TimeSpan.FromSeconds(3600), _issuer.DefaultLifetime);
        Assert.Equal(TimeSpan.FromHours(24), _issuer.MaxLifetime);
    }

    [Fact]
    public async Task A_token_has_a_header_of_three_members_and_six_claims()
    {
        UserToken token = await _issuer.IssueAsync(House.UserId, TimeSpan.FromSeconds(90));
        string[] parts = token.Token.Split('.');

        using JsonDocument header = JsonDocument.Parse(Forge.Decode(parts[0]));
        using JsonDocument payload = JsonDocument.Parse(Forge.Decode(parts[1]));

        Assert.Equal(
            ["alg:HS256", "kid:2026-02", "typ:JWT"],
            header.RootElement.EnumerateObject().Select(member => $"{member.Name}:{member.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                $"aud:{House.Audience}",
                $"exp:{House.Start.ToUnixTimeSeconds() + 90}",
                $"iat:{House.Start.ToUnixTimeSeconds()}",
                $"iss:{House.Issuer}",
                $"jti:{token.TokenId}",
                $"sub:{House.UserId}",
            ],
            payload.RootElement.EnumerateObject().Select(member => $"{member.Name}:{member.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(JsonValueKind.Number, payload.RootElement.GetProperty("exp").ValueKind);
    }

    [Fact]
    public async Task A_token_is_signed_with_the_primary_key_of_the_ring()
    {
        UserToken token = await _issuer.IssueAsync(House.UserId);
        Assert.Equal(Forge.Sign(token.Token[..token.Token.LastIndexOf('.')], Forge.Secret), token.Token);
    }

    [Fact]
    public async Task A_token_id_is_a_random_UUID()
    {
        var ids = new HashSet<string>();
        for (int i = 0; i < 500; i++)
        {
            string id = (await _issuer.IssueAsync("ann")).TokenId;
            Assert.Matches(new Regex("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"), id);
            Assert.True(ids.Add(id));
        }
    }

    [Fact]
    public async Task Times_are_whole_seconds()
    {
        _house.Clock.AdjustTime(House.Start.AddMilliseconds(999));
        UserToken token = await _issuer.IssueAsync("ann");
        Assert.Equal(House.Start, token.IssuedAt);
        Assert.True((await _house.Validator.ValidateAsync(token.Token)).IsValid);
    }

    [Fact]
    public async Task What_a_grant_says_comes_out_of_the_validator()
    {
        using JsonDocument address = JsonDocument.Parse("""{"city":"Zürich","zip":[8001,8002]}""");
        UserToken token = await _issuer.IssueAsync(new UserTokenGrant("ann")
        {
            Lifetime = TimeSpan.FromMinutes(5),
            Scopes = ["deduct_credits", "read_profile"],
            Tier = "pro",
            Claims = new Dictionary<string, object>
            {
                ["email"] = "ann@example.com",
                ["verified"] = true,
                ["level"] = 7,
                ["balance"] = 5_000_000_000L,
                ["roles"] = new List<string> { "basic", "beta" },
                ["address"] = address.RootElement,
            },
        });

        UserTokenResult result = await _house.Validator.ValidateAsync(token.Token);
        Assert.True(result.IsValid, result.ToString());
        Assert.Equal(["deduct_credits", "read_profile"], result.Identity!.Scopes);
        Assert.Equal("pro", result.Identity.Tier);
        using JsonDocument payload = JsonDocument.Parse(Forge.Decode(token.Token.Split('.')[1]));
        JsonElement claims = payload.RootElement;
        Assert.Equal("deduct_credits read_profile", claims.GetProperty("scope").GetString());
        Assert.Equal("ann@example.com", claims.GetProperty("email").GetString());
        Assert.Equal(JsonValueKind.True, claims.GetProperty("verified").ValueKind);
        Assert.Equal(7, claims.GetProperty("level").GetInt32());
        Assert.Equal(5_000_000_000, claims.GetProperty("balance").GetInt64());
        Assert.Equal(["basic", "beta"], claims.GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
        Assert.True(JsonElement.DeepEquals(address.RootElement, claims.GetProperty("address")));
    }

    [Fact]
    public async Task One_role_stays_an_array()
    {
        UserToken token = await _issuer.IssueAsync(new UserTokenGrant("ann") { Claims = new Dictionary<string, object> { ["roles"] = new[] { "basic" } } });
        using JsonDocument payload = JsonDocument.Parse(Forge.Decode(token.Token.Split('.')[1]));
        Assert.Equal(JsonValueKind.Array, payload.RootElement.GetProperty("roles").ValueKind);
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("aud")]
    [InlineData("sub")]
    [InlineData("jti")]
    [InlineData("iat")]
    [InlineData("exp")]
    [InlineData("nbf")]
    [InlineData("scope")]
    [InlineData("scp")]
    [InlineData("tier")]
    public async Task Names_of_the_rules_are_taken(string name)
    {
        var grant = new UserTokenGrant("ann") { Claims = new Dictionary<string, object> { [name] = "x" } };
        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>("grant", async () => await _issuer.IssueAsync(grant));
        Assert.Contains($"'{name}'", exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<UserTokenGrant> ImpossibleGrants()
    {
        static UserTokenGrant With(object? value) => new("ann") { Claims = new Dictionary<string, object> { ["x"] = value! } };
        return
        [
            With(null),
            With(1.5),
            With(DateTime.UnixEpoch),
            With(new object()),
            With(default(JsonElement)),
            With(JsonDocument.Parse("""{"a":1,"a":2}""").RootElement),
            With(JsonDocument.Parse(new string('[', 40) + new string(']', 40)).RootElement),
            With(new string('x', 8192)),
            new("ann") { Scopes = ["two scopes"] },
            new("ann") { Scopes = [""] },
            new("ann") { Tier = "" },
            new("ann") { Tier = "a\nb" },
            new(""),
            new("a\0b"),
            new("\ud800"),
            new(new string('x', 257)),
            new(null!),
            new("ann") { Lifetime = TimeSpan.Zero },
            new("ann") { Lifetime = TimeSpan.FromSeconds(-1) },
            new("ann") { Lifetime = TimeSpan.FromSeconds(1.5) },
            new("ann") { Lifetime = TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1) },
            new("ann") { Lifetime = TimeSpan.MaxValue },
        ];
    }

    [Theory]
    [MemberData(nameof(ImpossibleGrants), DisableDiscoveryEnumeration = true)]
    public async Task What_no_validator_would_accept_isnt_issued(UserTokenGrant grant) =>
        await Assert.ThrowsAsync<ArgumentException>(nameof(grant), async () => await _issuer.IssueAsync(grant));

    [Theory]
    [InlineData("ann", null, true)]
    [InlineData("ann", 1L, true)]
    [InlineData("ann", 86400L, true)]
    [InlineData("ann", 86401L, false)]
    [InlineData("ann", 0L, false)]
    [InlineData("ann", -1L, false)]
    [InlineData("", null, false)]
    [InlineData(null, null, false)]
    [InlineData("a\nb", 60L, false)]
    public async Task Values_from_outside_can_be_asked_for_first(string? userId, long? seconds, bool can)
    {
        TimeSpan? lifetime = seconds is { } some ? TimeSpan.FromSeconds(some) : null;
        Assert.Equal(can, _issuer.CanIssue(userId, lifetime));
        Exception? exception = await Record.ExceptionAsync(async () => await _issuer.IssueAsync(userId!, lifetime));
        Assert.Equal(can, exception is null);
    }

    [Fact]
    public async Task A_token_doesnt_promise_to_outlive_its_key()
    {
        var ring = new KeyRing("users", House.Key(Forge.Secret, "2026-02"), expires: House.Start.AddMinutes(10).AddMilliseconds(500));
        UserToken token = await NewIssuer(ring).IssueAsync("ann");
        Assert.Equal(House.Start.AddMinutes(10), token.ExpiresAt);
    }

    [Theory]
    [InlineData(-3600d, null)]
    [InlineData(0d, null)]
    [InlineData(0.5, null)]
    [InlineData(null, 1d)]
    public async Task A_key_that_isnt_accepted_now_signs_nothing(double? expires, double? notBefore)
    {
        DateTimeOffset? At(double? seconds) => seconds is { } some ? House.Start.AddSeconds(some) : null;
        UserTokenIssuer issuer = NewIssuer(new KeyRing("users", House.Key(Forge.Secret, "2026-02"), At(notBefore), At(expires)));

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await issuer.IssueAsync("ann"));
        Assert.Contains("rotate the ring", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ring_that_is_switched_off_or_away_or_not_for_tokens_signs_nothing()
    {
        var source = new MemoryKeySource(_house.Ring.Disable(), new KeyRing("unnamed", House.Key(Forge.Secret, label: null)));
        UserTokenIssuer Of(string ringId) => new(source, ringId, House.Issuer, House.Audience, new() { TimeProvider = _house.Clock });

        foreach ((string ringId, string why) in new[] { ("users", "switched off"), ("others", "isn't there"), ("unnamed", "no label") })
        {
            var exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Of(ringId).IssueAsync("ann"));
            Assert.Contains(why, exception.Message, StringComparison.Ordinal);
        }
    }

    private UserTokenIssuer NewIssuer(KeyRing? ring = null) => new(ring ?? _house.Ring, House.Issuer, House.Audience, new() { TimeProvider = _house.Clock });
}
