using HmacKit.Jwt.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Jwt.Tests.Registration;

public sealed class UserTokenRegistrationTests
{
    private static readonly string First = Convert.ToBase64String(Forge.OldSecret);
    private static readonly string Second = Convert.ToBase64String(Forge.Secret);

    private static readonly (string, string?)[] Good =
        [("Issuer", House.Issuer), ("Audience", House.Audience), ("Key:Secret", First), ("Key:Label", "2026-01")];

    [Fact]
    public async Task A_token_that_was_issued_is_valid()
    {
        using TokenHost host = Start(("DefaultLifetime", "00:15:00"), ("MaxLifetime", "02:00:00"));
        Assert.Empty(host.Faults());
        UserToken token = await host.Get<UserTokenIssuer>().IssueAsync(House.UserId);
        Assert.Equal(House.Start.AddMinutes(15), token.ExpiresAt);
        Assert.Equal(TimeSpan.FromHours(2), host.Get<UserTokenIssuer>().MaxLifetime);
        UserTokenResult result = await host.Get<UserTokenValidator>().ValidateAsync(token.Token);
        Assert.True(result.IsValid);
        Assert.Equal((House.UserId, "2026-01"), (result.UserId, result.Key!.Key.Label));
        host.Clock.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(30));
        Assert.Equal(UserTokenStatus.Expired, (await host.Get<UserTokenValidator>().ValidateAsync(token.Token)).Status);
    }

    [Fact]
    public async Task A_rotation_in_the_configuration_counts_at_once_and_the_old_key_until_its_end()
    {
        using TokenHost host = Start();
        UserTokenIssuer issuer = host.Get<UserTokenIssuer>();
        UserTokenValidator validator = host.Get<UserTokenValidator>();
        UserToken old = await issuer.IssueAsync(House.UserId);
        host.Edit(
            ("Key:Secret", Second), ("Key:Label", "2026-02"),
            ("Key:Accepted:0:Secret", First), ("Key:Accepted:0:Label", "2026-01"), ("Key:Accepted:0:Expires", "2026-03-29T01:30:00Z"));
        UserToken young = await issuer.IssueAsync(House.UserId);
        Assert.Equal("2026-02", (await validator.ValidateAsync(young.Token)).Key!.Key.Label);
        Assert.Equal("2026-01", (await validator.ValidateAsync(old.Token)).Key!.Key.Label);
        host.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(UserTokenStatus.KeyExpired, (await validator.ValidateAsync(old.Token)).Status);
    }

    [Theory]
    [InlineData("Key:Secret", "c2hvcnQgYnV0IG92ZXIgMTY=")]
    [InlineData("Key:Label", null)]
    [InlineData("Key:Secret", null)]
    [InlineData("Key:Expires", "soon")]
    public async Task An_edit_that_no_token_could_be_signed_with_changes_nothing(string path, string? value)
    {
        using TokenHost host = Start();
        UserToken token = await host.Get<UserTokenIssuer>().IssueAsync(House.UserId);
        host.Edit((path, value));
        Assert.True((await host.Get<UserTokenValidator>().ValidateAsync(token.Token)).IsValid);
        Assert.Equal(token.TokenId.Length, (await host.Get<UserTokenIssuer>().IssueAsync(House.UserId)).TokenId.Length);
    }

    [Theory]
    [InlineData("Issuer", null, "HmacKit:UserTokens:Issuer: set it")]
    [InlineData("Audience", " ", "HmacKit:UserTokens:Audience: set it")]
    [InlineData("Key:Secret", null, "HmacKit:UserTokens:Key: set exactly one of Secret")]
    [InlineData("Key:Secret", "not base64", "HmacKit:UserTokens:Key:Secret: The secret isn't base64.")]
    [InlineData("Key:Secret", "c2hvcnQgYnV0IG92ZXIgMTY=", "HmacKit:UserTokens:Key: The HMAC-SHA256 key")]
    [InlineData("Key:Label", null, "HmacKit:UserTokens:Key: The HMAC-SHA256 key")]
    [InlineData("Keys:a:Secret", "x", "HmacKit:UserTokens:Keys: there is no such setting.")]
    [InlineData("DefaultLifetime", "3600", "HmacKit:UserTokens:DefaultLifetime: '3600' isn't a duration")]
    [InlineData("DefaultLifetime", "2.00:00:00", "HmacKit:UserTokens: DefaultLifetime is at least 1 second")]
    [InlineData("MaxLifetime", "31.00:00:00", "HmacKit:UserTokens: MaxLifetime is at least 1 second and at most 30 days")]
    [InlineData("ClockSkew", "00:06:00", "HmacKit:UserTokens: ClockSkew is at least zero")]
    [InlineData("MaxTokenLength", "long", "HmacKit:UserTokens:MaxTokenLength: 'long' isn't a whole number")]
    [InlineData("AcceptTokensWithoutKeyId", "yes", "HmacKit:UserTokens:AcceptTokensWithoutKeyId: 'yes' isn't true or false.")]
    [InlineData("Isuer", "x", "HmacKit:UserTokens:Isuer: there is no such setting.")]
    public void A_wrong_setting_stops_the_start_with_its_path(string path, string? value, string message)
    {
        using TokenHost host = Start((path, value));
        Assert.Contains(host.Faults(), fault => fault.StartsWith(message, StringComparison.Ordinal));
        Assert.DoesNotContain(host.Faults(), fault => fault.Contains("c2hvcnQ", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_keys_the_host_does_not_start()
    {
        using TokenHost host = Start(("Key:Secret", null), ("Key:Label", null));
        Assert.StartsWith("HmacKit:UserTokens:Key: no key.", Assert.Single(host.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_and_settings_may_be_given_in_code()
    {
        using var host = new TokenHost([], hmac => hmac.AddUserTokens(new MemoryKeySource(House.NewRing()), "users", options =>
        {
            (options.Issuer, options.Audience) = (House.Issuer, House.Audience);
            options.Issuing.DefaultLifetime = TimeSpan.FromMinutes(1);
        }));
        Assert.Empty(host.Faults());
        UserToken token = await host.Get<UserTokenIssuer>().IssueAsync(House.UserId);
        Assert.Equal(House.Start.AddMinutes(1), token.ExpiresAt);
        Assert.True((await host.Get<UserTokenValidator>().ValidateAsync(token.Token)).IsValid);
    }

    [Fact]
    public async Task Tokens_are_revoked_in_the_memory_that_the_services_have()
    {
        using var host = new TokenHost(Good, hmac => hmac.AddUserTokens(), services => services.AddSingleton<RevokedTokens>(new MemoryRevokedTokens()));
        UserTokenValidator validator = host.Get<UserTokenValidator>();
        UserTokenResult result = await validator.ValidateAsync((await host.Get<UserTokenIssuer>().IssueAsync(House.UserId)).Token);
        Assert.True(result.IsValid);
        Assert.True(await validator.RevokeAsync(result));
    }

    [Fact]
    public void A_one_time_store_that_can_not_hold_a_token_for_its_life_stops_the_start()
    {
        using var host = new TokenHost(
            [.. Good, ("MaxLifetime", "5.00:00:00")], hmac => hmac.AddUserTokens(options => options.Validation.OneTimeStore = new MemoryReplayStore()));
        Assert.StartsWith("HmacKit:UserTokens: OneTimeStore holds claims for 4.00:00:00", Assert.Single(host.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void They_are_added_once() => Assert.Throws<InvalidOperationException>(
        () => new ServiceCollection().AddHmacKit(hmac => hmac.AddUserTokens().AddUserTokens()));

    private static TokenHost Start(params IEnumerable<(string, string?)> changes) => new(Good.Concat(changes), hmac => hmac.AddUserTokens());
}
