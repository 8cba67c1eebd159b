using Microsoft.Extensions.Logging;

namespace HmacKit.Tests.Registration;

/// <summary>The settings of API keys follow the configuration, as keys, limits and protection keys do.</summary>
public class ApiKeyReloadTests
{
    private const string Section = "HmacKit:ApiKeys";

    [Fact]
    public async Task A_fixed_test_key_that_is_added_or_taken_out_counts_at_once()
    {
        using ConfiguredHost host = Start();
        ApiKeyVerifier verifier = host.Get<ApiKeyVerifier>();
        Assert.Equal(ApiKeyStatus.Malformed, (await verifier.VerifyAsync("a-documented-key")).Status);
        host.Configuration.Edit(($"{Section}:InsecureFixedTestKeys:0:Key", "a-documented-key"), ($"{Section}:InsecureFixedTestKeys:0:Id", "documented"));
        Assert.Equal("documented", (await verifier.VerifyAsync("a-documented-key")).Identity?.KeyId);
        Assert.Equal([1201, 1204], host.Log.Entries.Select(entry => entry.EventId));
        host.Configuration.Edit(($"{Section}:InsecureFixedTestKeys:0:Key", "another-key"));
        Assert.Equal(ApiKeyStatus.Malformed, (await verifier.VerifyAsync("a-documented-key")).Status);
    }

    [Fact]
    public async Task The_mode_follows_its_setting_and_what_was_switched_by_hand_stays_otherwise()
    {
        using ConfiguredHost host = Start();
        ApiKeyVerifier verifier = host.Get<ApiKeyVerifier>();
        string key = (await host.Get<ApiKeyIssuer>().IssueAsync(new())).SecretShownOnce;
        host.Configuration.Edit(($"{Section}:CanaryOnly", "true"));
        Assert.Equal(ApiKeyStatus.CanaryOnly, (await verifier.VerifyAsync(key)).Status);
        verifier.CanaryOnly = false;
        host.Configuration.Edit(($"{Section}:MaxSecretAge", "1.00:00:00"));
        Assert.Equal(ApiKeyStatus.Valid, (await verifier.VerifyAsync(key)).Status);
        host.Configuration.Edit(($"{Section}:CanaryOnly", "false"));
        Assert.Equal(ApiKeyStatus.Valid, (await verifier.VerifyAsync(key)).Status);
    }

    [Theory]
    [InlineData("Prefix", "new_", "takes a restart")]
    [InlineData("Prefix", "?", "isn't a prefix")]
    [InlineData("MaxSecretAge", "-1.00:00:00", "MaxSecretAge")]
    [InlineData("Canary", "true", "Canary")]
    public async Task A_bad_edit_keeps_the_last_good_settings_and_is_logged(string name, string value, string said)
    {
        using ConfiguredHost host = Start();
        string key = (await host.Get<ApiKeyIssuer>().IssueAsync(new())).SecretShownOnce;
        host.Configuration.Edit(($"{Section}:{name}", value));
        LogEntry entry = Assert.Single(host.Log.Entries);
        Assert.Equal((LogLevel.Error, 1205), (entry.Level, entry.EventId));
        Assert.Contains(said, entry.Text, StringComparison.Ordinal);
        Assert.Equal(ApiKeyStatus.Valid, (await host.Get<ApiKeyVerifier>().VerifyAsync(key)).Status);
    }

    [Fact]
    public void An_edit_elsewhere_reloads_nothing()
    {
        using ConfiguredHost host = Start();
        host.Configuration.Edit(("Logging:LogLevel:Default", "Debug"));
        Assert.Empty(host.Log.Entries);
    }

    private static ConfiguredHost Start()
    {
        var host = new ConfiguredHost(static hmac => hmac.AddApiKeys(), ConfiguredHost.Under(Section, ("LastUseResolution", "00:05:00")));
        Assert.Empty(host.Faults());
        return host;
    }
}
