using HmacKit.Jwt.Tests.Fixtures;

namespace HmacKit.Jwt.Tests.Validation;

/// <summary>A setting that is out of bounds stops the program at start-up, and the message names it.</summary>
public class SettingsTests
{
    public static TheoryData<string, Action<UserTokenValidatorOptions>> OutOfBounds() => new()
    {
        { "MaxTokenLength", options => options.MaxTokenLength = 0 },
        { "MaxTokenLength", options => options.MaxTokenLength = 65537 },
        { "MaxLifetime", options => options.MaxLifetime = TimeSpan.Zero },
        { "MaxLifetime", options => options.MaxLifetime = TimeSpan.FromDays(30) + TimeSpan.FromTicks(1) },
        { "ClockSkew", options => options.ClockSkew = TimeSpan.FromTicks(-1) },
        { "ClockSkew", options => options.ClockSkew = TimeSpan.FromMinutes(5) + TimeSpan.FromTicks(1) },
    };

    public static TheoryData<string, Action<UserTokenIssuerOptions>> LifetimesOutOfBounds() => new()
    {
        { "DefaultLifetime", options => options.DefaultLifetime = TimeSpan.Zero },
        { "DefaultLifetime", options => options.DefaultLifetime = TimeSpan.FromSeconds(0.5) },
        { "DefaultLifetime", options => options.DefaultLifetime = TimeSpan.FromHours(25) },
        { "DefaultLifetime", options => options.MaxLifetime = TimeSpan.FromMinutes(30) },
        { "MaxLifetime", options => options.MaxLifetime = TimeSpan.FromDays(31) },
        { "MaxLifetime", options => options.MaxLifetime = TimeSpan.FromSeconds(-1) },
    };

    [Theory]
    [MemberData(nameof(OutOfBounds), DisableDiscoveryEnumeration = true)]
    public void A_limit_of_a_validator_is_within_bounds(string name, Action<UserTokenValidatorOptions> change)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>("options", () => new House(change));
        Assert.StartsWith(name, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(LifetimesOutOfBounds), DisableDiscoveryEnumeration = true)]
    public void A_lifetime_of_an_issuer_is_within_bounds(string name, Action<UserTokenIssuerOptions> change)
    {
        var options = new UserTokenIssuerOptions();
        change(options);
        var exception = Assert.Throws<ArgumentOutOfRangeException>("options", () => new UserTokenIssuer(House.NewRing(), House.Issuer, House.Audience, options));
        Assert.StartsWith(name, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "a")]
    [InlineData(" ", "a")]
    [InlineData("i", "")]
    [InlineData("i", " ")]
    public void Issuer_and_audience_are_never_empty(string issuer, string audience)
    {
        Assert.Throws<ArgumentException>(() => new UserTokenValidator(House.NewRing(), issuer, audience));
        Assert.Throws<ArgumentException>(() => new UserTokenIssuer(House.NewRing(), issuer, audience));
    }

    [Fact]
    public void The_defaults_are_those_that_the_comments_say()
    {
        var validator = new UserTokenValidatorOptions();
        Assert.Equal(8192, validator.MaxTokenLength);
        Assert.Equal(TimeSpan.FromHours(24), validator.MaxLifetime);
        Assert.Equal(TimeSpan.FromSeconds(30), validator.ClockSkew);
        Assert.False(validator.AcceptTokensWithoutKeyId);
        Assert.Null(validator.RevokedTokens);
        Assert.Null(validator.OneTimeStore);
        Assert.Same(TimeProvider.System, validator.TimeProvider);

        var issuer = new UserTokenIssuerOptions();
        Assert.Equal(TimeSpan.FromSeconds(3600), issuer.DefaultLifetime);
        Assert.Equal(TimeSpan.FromHours(24), issuer.MaxLifetime);
        Assert.Same(TimeProvider.System, issuer.TimeProvider);
    }

    [Fact]
    public async Task Options_that_are_changed_later_change_nothing()
    {
        UserTokenValidatorOptions? options = null;
        var house = new House(given => options = given);
        options!.MaxTokenLength = 1;
        options.ClockSkew = TimeSpan.FromMinutes(5);
        options.RevokedTokens = new MemoryRevokedTokens();

        Assert.Equal(UserTokenStatus.Valid, await house.StatusOf(Forge.Token(House.Payload())));
        house.Clock.AdjustTime(House.Start.AddSeconds(3600 + 60));
        await house.Refuses(UserTokenStatus.Expired, Forge.Token(House.Payload()));
    }

    [Fact]
    public void A_memory_of_used_tokens_that_forgets_too_early_is_refused()
    {
        void Build(TimeSpan lifetime) => _ = new House(options =>
        {
            options.OneTimeStore = new MemoryReplayStore();
            options.MaxLifetime = lifetime;
        });

        var exception = Assert.Throws<ArgumentException>("options", () => Build(MemoryReplayStore.MaxRetention));
        Assert.Contains("MaxLifetime", exception.Message, StringComparison.Ordinal);
        Build(TimeSpan.FromHours(24));
    }
}
