using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Tests.Registration;

/// <summary>What packages that extend HmacKit build on.</summary>
public class ExtensionTests
{
    private const string Secret = "a secret that is long enough for everybody";

    [Fact]
    public void A_check_of_a_package_stops_the_start_together_with_the_others()
    {
        using var host = new ConfiguredHost(
            hmac => hmac.AddScheme(SchemeCatalog.TheOne).CheckAtStart(services => [$"Mine:Url: there is none ({services.GetRequiredService<TimeProvider>() is not null})."]),
            new Dictionary<string, string?>());
        Assert.Contains("Mine:Url: there is none (True).", host.Faults());
        Assert.Contains(host.Faults(), fault => fault.StartsWith("HmacKit:theone: no keys.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_package_sees_the_configuration_that_HmacKit_was_given()
    {
        string? seen = null;
        using var host = new ConfiguredHost(hmac => seen = hmac.Configuration!["Mine:Url"], new Dictionary<string, string?> { ["HmacKit:Mine:Url"] = "x" });
        Assert.Equal("x", seen);
        new ServiceCollection().AddHmacKit(hmac => Assert.Null(hmac.Configuration));
    }

    [Fact]
    public void A_ring_that_is_no_schemes_is_read_and_read_again()
    {
        using ConfiguredHost host = Start(("Key:Secret", Secret), ("Key:Label", "1"));
        Assert.Empty(host.Faults());
        Assert.Equal("1", host.Find("Mine", "")!.Primary.Label);
        host.Configuration.Edit(("HmacKit:Mine:Key:Label", "2"));
        Assert.Equal("2", host.Find("Mine", "")!.Primary.Label);
        host.Configuration.Edit(("HmacKit:Mine:Key:Label", "bad"));
        Assert.Equal("2", host.Find("Mine", "")!.Primary.Label);
        Assert.Contains(host.Log.Entries, entry => entry.EventId == 1002 && entry.Text.Contains("HmacKit:Mine:Key: never that one.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_ring_whose_keys_are_not_there_or_not_usable_stops_the_start()
    {
        using ConfiguredHost none = Start();
        Assert.StartsWith("HmacKit:Mine:Key: no key.", Assert.Single(none.Faults()), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => none.Find("Mine", ""));
        using ConfiguredHost bad = Start(("Key:Secret", Secret), ("Key:Label", "bad"));
        Assert.Equal("HmacKit:Mine:Key: never that one.", Assert.Single(bad.Faults()));
        using ConfiguredHost several = Start(("Keys:a:Secret", Secret));
        Assert.Contains(several.Faults(), fault => fault.StartsWith("HmacKit:Mine:Keys: requests of Mine name no key", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_configuration_there_is_no_ring()
    {
        using ServiceProvider services = new ServiceCollection()
            .AddHmacKit(hmac => hmac.AddKeyRing("Mine", HmacAlgorithm.Sha256, KeyFormat.Text)).BuildServiceProvider();
        Assert.Throws<InvalidOperationException>(() => services.GetRequiredKeyedService<IKeySource>("Mine"));
    }

    [Fact]
    public void Two_rings_have_two_names() => Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddHmacKit(hmac => hmac
        .AddKeyRing("Mine", HmacAlgorithm.Sha256, KeyFormat.Text).AddKeyRing("Mine", HmacAlgorithm.Sha512, KeyFormat.Hex)));

    private static ConfiguredHost Start(params IEnumerable<(string, string?)> settings) => new(
        hmac => hmac.AddKeyRing("Mine", HmacAlgorithm.Sha256, KeyFormat.Text, ring => ring.Primary.Label == "bad" ? "never that one." : null),
        ConfiguredHost.Under("HmacKit:Mine", settings));
}
