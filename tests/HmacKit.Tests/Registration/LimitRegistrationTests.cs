using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Tests.Registration;

public class LimitRegistrationTests
{
    [Fact]
    public async Task Tiers_of_the_configuration_limit_callers()
    {
        using ConfiguredHost host = Start(
            ("Tiers:free:PerHour", "100"), ("Tiers:pro:PerMinute", "100"), ("Tiers:pro:PerHour", "1000"), ("FallbackTier", "free"), ("MaxBuckets", "5000"));
        Assert.Empty(host.Faults());
        LimitTiers tiers = host.Get<LimitTiers>();
        Assert.Equal(["free", "pro"], tiers.Names);
        Assert.Equal("minute: 100 per 00:01:00, at most 100 at once; hour: 1000 per 01:00:00, at most 1000 at once", tiers["pro"].ToString());
        Assert.Same(tiers["free"], tiers.Find(null));
        ITokenBucketStore store = host.Get<ITokenBucketStore>();
        Assert.Equal(5000, Assert.IsType<MemoryTokenBuckets>(store).MaxBuckets);
        Assert.Equal((100, 99), ((await store.TakeAsync("somebody", tiers.Find(null)!)).Limit, (await store.TakeAsync("p", tiers.Find("pro")!)).Remaining));
    }

    [Fact]
    public void A_limit_may_be_spelt_out()
    {
        using ConfiguredHost host = Start(
            ("Tiers:bulk:Limits:0:Name", "bulk"), ("Tiers:bulk:Limits:0:Capacity", "20"), ("Tiers:bulk:Limits:0:Tokens", "10"), ("Tiers:bulk:Limits:0:Period", "00:01:00"),
            ("Tiers:bulk:Limits:1:Tokens", "7"), ("Tiers:bulk:Limits:1:Period", "00:15:00"), ("Tiers:bulk:PerSecond", "1"), ("Tiers:bulk:PerDay", "9"));
        Assert.Empty(host.Faults());
        Assert.Equal(
            ["second: 1 per 00:00:01, at most 1 at once", "day: 9 per 1.00:00:00, at most 9 at once", "bulk: 10 per 00:01:00, at most 20 at once", "900s: 7 per 00:15:00, at most 7 at once"],
            host.Get<LimitTiers>()["bulk"].Select(limit => limit.ToString()));
    }

    [Fact]
    public void A_tier_may_have_sliding_windows()
    {
        using ConfiguredHost host = Start(
            ("Tiers:pro:InAnyHour", "1000"), ("Tiers:pro:PerMinute", "100"), ("Tiers:bulk:InAnySecond", "2"), ("Tiers:bulk:InAnyMinute", "10"), ("Tiers:bulk:InAnyDay", "70"),
            ("Tiers:odd:Limits:0:Name", "quarter"), ("Tiers:odd:Limits:0:Tokens", "7"), ("Tiers:odd:Limits:0:Period", "00:15:00"), ("Tiers:odd:Limits:0:Window", "true"));
        Assert.Empty(host.Faults());
        LimitTiers tiers = host.Get<LimitTiers>();
        Assert.Equal("minute: 100 per 00:01:00, at most 100 at once; hour: 1000 in any 01:00:00", tiers["pro"].ToString());
        Assert.Equal("second: 2 in any 00:00:01; minute: 10 in any 00:01:00; day: 70 in any 1.00:00:00", tiers["bulk"].ToString());
        Assert.Equal("quarter: 7 in any 00:15:00", tiers["odd"].ToString());
    }

    [Fact]
    public void Tiers_may_be_set_in_code_and_beside_the_configuration()
    {
        using ConfiguredHost host = Start(
            options =>
            {
                options.Tiers["free"] = [BucketLimit.PerHour(100)];
                options.FallbackTier = "free";
                options.MaxBuckets = 7;
            },
            ("Tiers:pro:PerHour", "1000"));
        Assert.Empty(host.Faults());
        Assert.Equal(["free", "pro"], host.Get<LimitTiers>().Names);
        Assert.Equal("free", host.Get<LimitTiers>().FallbackTier);
        Assert.Equal(7, host.Get<MemoryTokenBucketsOf>().Value.MaxBuckets);
    }

    [Theory]
    [InlineData("Tiers:pro:PerHour", "0", "HmacKit:Limits:Tiers:pro:PerHour: A limit lets at least one token through")]
    [InlineData("Tiers:pro:PerHour", "-5", "HmacKit:Limits:Tiers:pro:PerHour: A limit lets at least one token through")]
    [InlineData("Tiers:pro:PerHour", "many", "HmacKit:Limits:Tiers:pro:PerHour: 'many' isn't a whole number of tokens.")]
    [InlineData("Tiers:pro:PerHour", "10000001", "HmacKit:Limits:Tiers:pro:PerHour: At most 10000000 tokens flow in a period")]
    [InlineData("Tiers:pro:InAnyHour", "0", "HmacKit:Limits:Tiers:pro:InAnyHour: A limit lets at least one token through")]
    [InlineData("Tiers:pro:PerWeek", "5", "HmacKit:Limits:Tiers:pro:PerWeek: there is no such setting.")]
    [InlineData("Tiers:pro", "1000", "HmacKit:Limits:Tiers:pro: a tier needs a limit")]
    [InlineData("Tiers", "pro", "HmacKit:Limits:Tiers: a list or an object is needed here")]
    [InlineData("Tiers:pro:Limits:0:Tokens", "5", "HmacKit:Limits:Tiers:pro:Limits:0: set both Tokens and Period")]
    [InlineData("FallbackTier", "basic", "HmacKit:Limits:FallbackTier: There is no tier 'basic'. There are: free.")]
    [InlineData("FallbackTier", "Free", "HmacKit:Limits:FallbackTier: There is no tier 'Free'. There are: free.")]
    [InlineData("MaxBuckets", "0", "HmacKit:Limits:MaxBuckets: 0 is out of bounds")]
    [InlineData("MaxBuckets", "60000000", "HmacKit:Limits:MaxBuckets: 60000000 is out of bounds")]
    [InlineData("MaxBucket", "6", "HmacKit:Limits:MaxBucket: there is no such setting.")]
    public void A_wrong_setting_stops_the_start_with_its_path(string path, string value, string message)
    {
        using ConfiguredHost host = Start(("Tiers:free:PerHour", "100"), (path, value));
        Assert.Contains(host.Faults(), fault => fault.StartsWith(message, StringComparison.Ordinal));
        Assert.Throws<InvalidOperationException>(() => host.Get<LimitTiers>());
        Assert.Throws<InvalidOperationException>(() => host.Get<ITokenBucketStore>());
    }

    [Theory]
    [InlineData("Tokens", "0", "Tokens: A limit lets at least one token through")]
    [InlineData("Capacity", "-1", "Capacity: A limit lets at least one")]
    [InlineData("Period", "00:00:00", "Period: A period is over zero")]
    [InlineData("Period", "60", "Period: '60' isn't a duration")]
    [InlineData("Name", "two words", "Name: A limit's name is")]
    public void A_wrong_number_of_a_limit_is_named(string setting, string value, string message)
    {
        var settings = new Dictionary<string, string?> { ["Tokens"] = "10", ["Period"] = "00:01:00", [setting] = value };
        using ConfiguredHost host = Start([.. settings.Select(item => ($"Tiers:free:Limits:0:{item.Key}", item.Value))]);
        Assert.Contains(host.Faults(), fault => fault.StartsWith($"HmacKit:Limits:Tiers:free:Limits:0:{message}", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_that_occur_twice_stop_the_start()
    {
        using ConfiguredHost host = Start(
            options => options.Tiers["Free"] = [BucketLimit.PerHour(1)],
            ("Tiers:free:PerHour", "100"),
            ("Tiers:pro:PerHour", "5"), ("Tiers:pro:Limits:0:Name", "hour"), ("Tiers:pro:Limits:0:Tokens", "5"), ("Tiers:pro:Limits:0:Period", "00:00:05"));
        Assert.Equal(
            [
                "HmacKit:Limits:Tiers:free: there is a tier 'Free' already, set in code. Set a tier in one place, and give no two tiers names that differ by case alone.",
                "HmacKit:Limits:Tiers:pro: Two limits are called 'hour'; give one of them another name.",
            ],
            host.Faults());
    }

    [Fact]
    public void Limits_without_a_tier_stop_the_start()
    {
        using ConfiguredHost host = Start();
        Assert.StartsWith("HmacKit:Limits:Tiers: no tiers.", Assert.Single(host.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_a_tier_that_is_not_there_stops_the_start()
    {
        using var host = new ConfiguredHost(
            hmac => hmac.AddScheme(SchemeCatalog.TheOne).AddApiKeys().AddLimits(),
            new Dictionary<string, string?>
            {
                ["HmacKit:Limits:Tiers:pro:PerHour"] = "1000",
                ["HmacKit:theone:Keys:a:Secret"] = "a secret that is long enough for everybody",
                ["HmacKit:theone:Keys:a:Tier"] = "Pro",
                ["HmacKit:theone:Keys:b:Secret"] = "a secret that is long enough for everybody",
                ["HmacKit:theone:Keys:b:Tier"] = "pro",
                ["HmacKit:ApiKeys:InsecureFixedTestKeys:0:Key"] = "osk_test",
                ["HmacKit:ApiKeys:InsecureFixedTestKeys:0:Id"] = "c",
                ["HmacKit:ApiKeys:InsecureFixedTestKeys:0:Tier"] = "premium",
            });
        Assert.Equal(
            [
                "HmacKit:ApiKeys:InsecureFixedTestKeys:0:Tier: There is no tier 'premium'. There are: pro.",
                "HmacKit:theone:Keys:a:Tier: There is no tier 'Pro'. There are: pro.",
            ],
            host.Faults().Order());
    }

    [Fact]
    public void A_store_that_was_added_before_stays()
    {
        var own = new MemoryTokenBuckets(1);
        using var host = new ConfiguredHost(
            hmac => hmac.AddLimits(), ConfiguredHost.Under("HmacKit:Limits", ("Tiers:free:PerHour", "1")), services => services.AddSingleton<ITokenBucketStore>(own));
        Assert.Same(own, host.Get<ITokenBucketStore>());
    }

    [Fact]
    public void Limits_are_added_once_and_no_scheme_has_their_name()
    {
        Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddHmacKit(hmac => hmac.AddLimits().AddLimits()));
        Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddHmacKit(hmac => hmac.AddScheme("limits", SchemeCatalog.TheOne)));
    }

    private static ConfiguredHost Start(params IEnumerable<(string, string?)> settings) => Start(null, settings);

    private static ConfiguredHost Start(Action<LimitOptions>? configure, params IEnumerable<(string, string?)> settings) => new(
        hmac => hmac.AddLimits(configure),
        ConfiguredHost.Under("HmacKit:Limits", settings),
        services => services.AddSingleton(provider => new MemoryTokenBucketsOf((MemoryTokenBuckets)provider.GetRequiredService<ITokenBucketStore>())));

    private sealed record MemoryTokenBucketsOf(MemoryTokenBuckets Value);
}
