using Microsoft.Extensions.Logging;

namespace HmacKit.Tests.Registration;

public class LimitReloadTests
{
    private const string Tiers = "HmacKit:Limits:Tiers";

    [Fact]
    public void An_edit_of_the_tiers_counts_at_once_and_for_those_who_have_the_tiers_already()
    {
        using ConfiguredHost host = Start();
        LimitTiers tiers = host.Get<LimitTiers>();
        host.Configuration.Edit(($"{Tiers}:pro:PerHour", "2000"), ($"{Tiers}:trial:PerDay", "10"), ("HmacKit:Limits:FallbackTier", "trial"));
        Assert.Equal(2000, tiers["pro"][0].Capacity);
        Assert.Equal(["free", "pro", "trial"], tiers.Names);
        Assert.Equal("trial", tiers.FallbackTier);
        LogEntry entry = Assert.Single(host.Log.Entries);
        Assert.Equal((LogLevel.Information, 1004), (entry.Level, entry.EventId));
        Assert.Contains("pro: hour: 2000", entry.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"{Tiers}:pro:PerHour", "0")]
    [InlineData($"{Tiers}:pro:PreHour", "5")]
    [InlineData($"{Tiers}:empty", "")]
    [InlineData("HmacKit:Limits:FallbackTier", "gone")]
    public void A_bad_edit_keeps_the_last_good_tiers_and_is_logged_with_its_path(string path, string value)
    {
        using ConfiguredHost host = Start();
        LimitTiers tiers = host.Get<LimitTiers>();
        host.Configuration.Edit((path, value), ($"{Tiers}:new:PerHour", "5"));
        Assert.Equal(["free", "pro"], tiers.Names);
        Assert.Equal(("free", 1000), (tiers.FallbackTier, tiers["pro"][0].Capacity));
        LogEntry entry = Assert.Single(host.Log.Entries);
        Assert.Equal((LogLevel.Error, 1005), (entry.Level, entry.EventId));
        Assert.Contains("HmacKit:Limits:", entry.Text, StringComparison.Ordinal);

        host.Configuration.Edit((path, null), ($"{Tiers}:pro:PerHour", "1000"), ("HmacKit:Limits:FallbackTier", "free"));
        Assert.Equal(["free", "new", "pro"], tiers.Names);
    }

    [Fact]
    public void A_file_that_is_gone_leaves_everybody_their_tier()
    {
        using ConfiguredHost host = Start();
        LimitTiers tiers = host.Get<LimitTiers>();
        host.Configuration.Replace(new Dictionary<string, string?>());
        Assert.Equal(["free", "pro"], tiers.Names);
        Assert.Contains("no tiers", Assert.Single(host.Log.Entries).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_edit_of_something_else_changes_nothing_and_is_not_logged()
    {
        using ConfiguredHost host = Start();
        LimitTiers tiers = host.Get<LimitTiers>();
        BucketLimits before = tiers["pro"];
        host.Configuration.Edit(("Elsewhere", "1"));
        Assert.Same(before, tiers["pro"]);
        Assert.Empty(host.Log.Entries);
    }

    [Fact]
    public async Task A_caller_keeps_the_bucket_of_a_limit_whose_numbers_stay()
    {
        using ConfiguredHost host = Start();
        LimitTiers tiers = host.Get<LimitTiers>();
        ITokenBucketStore store = host.Get<ITokenBucketStore>();
        await store.TakeAsync("caller", tiers["free"], 100);
        host.Configuration.Edit(($"{Tiers}:pro:PerHour", "2000"));
        Assert.False((await store.TakeAsync("caller", tiers["free"])).Allowed);
        host.Configuration.Edit(($"{Tiers}:free:PerHour", "200"));
        Assert.Equal(199, (await store.TakeAsync("caller", tiers["free"])).Remaining);
    }

    [Fact]
    public void After_the_host_has_stopped_edits_are_passed_over()
    {
        ConfiguredHost host = Start();
        LimitTiers tiers = host.Get<LimitTiers>();
        host.Dispose();
        host.Configuration.Edit(($"{Tiers}:pro:PerHour", "2000"));
        Assert.Equal(1000, tiers["pro"][0].Capacity);
    }

    private static ConfiguredHost Start()
    {
        var host = new ConfiguredHost(
            hmac => hmac.AddLimits(),
            new Dictionary<string, string?>
            {
                [$"{Tiers}:free:PerHour"] = "100",
                [$"{Tiers}:pro:PerHour"] = "1000",
                ["HmacKit:Limits:FallbackTier"] = "free",
            });
        Assert.Empty(host.Faults());
        return host;
    }
}
