using HmacKit.Jwt.Tests.Fixtures;

namespace HmacKit.Jwt.Tests.Validation;

public class LifetimeTests
{
    private readonly House _house = new();

    [Theory]
    [InlineData(3600, true)]
    [InlineData(3629.999, true)]
    [InlineData(3630, false)]
    [InlineData(1e9, false)]
    public async Task A_token_ends_at_exp_and_the_clock_skew(double seconds, bool isValid)
    {
        _house.Clock.AdjustTime(House.Start.AddSeconds(seconds));
        Assert.Equal(isValid ? UserTokenStatus.Valid : UserTokenStatus.Expired, await _house.StatusOf(Forge.Token(House.Payload())));
    }

    [Theory]
    [InlineData(-30, true)]
    [InlineData(-30.001, false)]
    [InlineData(-86400, false)]
    public async Task A_token_from_the_future_is_refused_beyond_the_clock_skew(double seconds, bool isValid)
    {
        _house.Clock.AdjustTime(House.Start.AddSeconds(seconds));
        Assert.Equal(isValid ? UserTokenStatus.Valid : UserTokenStatus.NotYetValid, await _house.StatusOf(Forge.Token(House.Payload())));
    }

    [Theory]
    [InlineData(569.999, false)]
    [InlineData(570, true)]
    public async Task A_token_isnt_accepted_before_nbf(double seconds, bool isValid)
    {
        _house.Clock.AdjustTime(House.Start.AddSeconds(seconds));
        string token = Forge.Token(House.Payload(("nbf", House.At(600))));
        Assert.Equal(isValid ? UserTokenStatus.Valid : UserTokenStatus.NotYetValid, await _house.StatusOf(token));
    }

    [Fact]
    public async Task An_early_nbf_doesnt_excuse_an_iat_in_the_future() =>
        await _house.Refuses(UserTokenStatus.NotYetValid, Forge.Token(House.Payload(("nbf", House.At(-600)), ("iat", House.At(60)))));

    [Fact]
    public async Task Without_a_skew_the_second_counts()
    {
        var house = new House(options => options.ClockSkew = TimeSpan.Zero);
        string token = Forge.Token(House.Payload());
        Assert.Equal(UserTokenStatus.Valid, await house.StatusOf(token));

        house.Clock.AdjustTime(House.Start.AddSeconds(3600));
        await house.Refuses(UserTokenStatus.Expired, token);
        house.Clock.AdjustTime(House.Start.AddMilliseconds(-1));
        await house.Refuses(UserTokenStatus.NotYetValid, token);
    }

    [Theory]
    [InlineData(24 * 3600, UserTokenStatus.Valid)]
    [InlineData((24 * 3600) + 1, UserTokenStatus.LifetimeTooLong)]
    [InlineData(10L * 365 * 24 * 3600, UserTokenStatus.LifetimeTooLong)]
    public async Task A_token_lives_at_most_24_hours(long seconds, UserTokenStatus expected) =>
        Assert.Equal(expected, await _house.StatusOf(Forge.Token(House.Payload(("exp", House.At(seconds))))));

    [Fact]
    public async Task A_late_nbf_doesnt_make_a_long_life_shorter() =>
        await _house.Refuses(
            UserTokenStatus.LifetimeTooLong,
            Forge.Token(House.Payload(("iat", House.At(-90_000)), ("nbf", House.At(-60)), ("exp", House.At(60)))));

    [Fact]
    public async Task The_greatest_lifetime_can_be_set()
    {
        var house = new House(options => options.MaxLifetime = TimeSpan.FromMinutes(5));
        Assert.Equal(UserTokenStatus.Valid, await house.StatusOf(Forge.Token(House.Payload(("exp", House.At(300))))));
        await house.Refuses(UserTokenStatus.LifetimeTooLong, Forge.Token(House.Payload(("exp", House.At(301)))));
    }

    [Theory]
    [InlineData("exp", "\"1774749599\"")]
    [InlineData("exp", "1774749599.5")]
    [InlineData("exp", "1774749599.0")]
    [InlineData("exp", "1.774749599e9")]
    [InlineData("exp", "1e400")]
    [InlineData("exp", "-1")]
    [InlineData("exp", "253402300800")]
    [InlineData("exp", "9223372036854775807")]
    [InlineData("exp", "9223372036854775808")]
    [InlineData("exp", "18446744073709551616")]
    [InlineData("exp", "123456789012345678901234567890123456789012345678901234567890")]
    [InlineData("exp", "null")]
    [InlineData("exp", "true")]
    [InlineData("exp", "[1774749599]")]
    [InlineData("exp", "{}")]
    [InlineData("iat", "\"1774745999\"")]
    [InlineData("iat", "1774745999.5")]
    [InlineData("iat", "-1")]
    [InlineData("iat", "-9223372036854775808")]
    [InlineData("iat", "1e3")]
    [InlineData("nbf", "1774745999.5")]
    [InlineData("nbf", "-1")]
    [InlineData("nbf", "9223372036854775807")]
    public async Task A_time_that_isnt_a_whole_number_of_seconds_until_the_year_9999_is_malformed(string name, string json) =>
        await _house.Refuses(UserTokenStatus.Malformed, Forge.Token(House.Payload((name, json))));

    [Theory]
    [InlineData("exp", 0)]
    [InlineData("exp", -1)]
    [InlineData("nbf", 3600)]
    [InlineData("nbf", 7200)]
    public async Task A_token_that_ends_before_it_begins_is_malformed(string name, long seconds) =>
        await _house.Refuses(UserTokenStatus.Malformed, Forge.Token(House.Payload((name, House.At(seconds)))));

    [Fact]
    public async Task The_farthest_times_and_clocks_do_not_overflow()
    {
        string token = Forge.Token(House.Payload(("iat", "0"), ("exp", "253402300799"), ("nbf", "253402300798")));
        foreach (DateTimeOffset now in new[] { DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch, House.Start, DateTimeOffset.MaxValue })
        {
            _house.Clock.AdjustTime(now);
            Assert.NotEqual(UserTokenStatus.Valid, await _house.StatusOf(token));
        }
    }
}
