namespace HmacKit.Tests.Registration;

/// <summary>A section that nobody reads is a section that somebody thinks is read.</summary>
public class SectionTests
{
    private const string Secret = "a secret that is long enough for everybody";

    [Theory]
    [InlineData("theon", "theone")]
    [InlineData("the-one", "theone")]
    [InlineData("ApiKey", "ApiKeys")]
    [InlineData("Limit", "Limits")]
    [InlineData("SecretsProtection", "SecretProtection")]
    [InlineData("Mime", "Mine")]
    public void A_misspelt_section_stops_the_start_and_says_what_was_probably_meant(string written, string meant)
    {
        using ConfiguredHost host = Start(($"{written}:Whatever", "1"));
        string fault = Assert.Single(host.Faults());
        Assert.StartsWith($"HmacKit:{written}: nothing reads this section. Did you mean '{meant}'?", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_that_is_like_none_stops_the_start_with_the_names_that_there_are()
    {
        using ConfiguredHost host = Start(("completely-else:Key:Secret", Secret));
        string fault = Assert.Single(host.Faults());
        Assert.DoesNotContain("Did you mean", fault, StringComparison.Ordinal);
        Assert.Contains("There are ApiKeys, Limits, Mine, ReplayMemory, SecretProtection, UserTokens, theone.", fault, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("THEONE:MaxAge", "00:00:30")]
    [InlineData("Mine:Url", "https://example.com")]
    [InlineData("mine:Url", "https://example.com")]
    public void A_section_of_a_scheme_or_a_package_is_known_whatever_its_case(string path, string value)
    {
        using ConfiguredHost host = Start((path, value));
        Assert.Empty(host.Faults());
    }

    [Fact]
    public void A_setting_in_place_of_a_section_stops_the_start_too()
    {
        using ConfiguredHost host = Start(("MaxAge", "00:00:30"));
        Assert.StartsWith("HmacKit:MaxAge: nothing reads this section.", Assert.Single(host.Faults()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HmacKit:theone:Keys:partner-1:Secert", "Secret")]
    [InlineData("HmacKit:theone:MaxBodySize", "MaxBodyBytes")]
    public void A_misspelt_setting_says_what_was_probably_meant(string path, string meant)
    {
        using ConfiguredHost host = Start();
        host.Configuration.Edit((path, "1"));
        Assert.Contains(host.Faults(), fault => fault.StartsWith($"{path}: there is no such setting. Did you mean '{meant}'?", StringComparison.Ordinal));
    }

    private static ConfiguredHost Start(params IEnumerable<(string, string?)> more) => new(
        hmac => hmac.AddScheme(SchemeCatalog.TheOne).AddSection("Mine"),
        ConfiguredHost.Under("HmacKit", more.Append(("theone:Keys:partner-1:Secret", Secret))));
}
