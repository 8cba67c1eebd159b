namespace HmacKit.Tests.Registration;

public class ApiKeyRegistrationTests
{
    [Fact]
    public async Task An_issued_key_is_verified()
    {
        using ConfiguredHost host = Start();
        Assert.Empty(host.Faults());
        IssuedCredential issued = await host.Get<ApiKeyIssuer>().IssueAsync(new() { Scopes = ["read"] });
        Assert.True((await host.Get<ApiKeyVerifier>().VerifyAsync($"Bearer {issued.SecretShownOnce}", "read")).IsValid);
        Assert.DoesNotContain(issued.SecretShownOnce[21..40], host.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_are_taken_from_the_configuration_and_then_from_code()
    {
        using var host = new ConfiguredHost(
            hmac => hmac.AddApiKeys(options => options.CanaryOnly = false),
            ConfiguredHost.Under("HmacKit:ApiKeys", ("Prefix", "my_"), ("CanaryOnly", "true"), ("LastUseResolution", "00:00:00")));
        Assert.Empty(host.Faults());
        ApiKeyVerifier verifier = host.Get<ApiKeyVerifier>();
        Assert.False(verifier.CanaryOnly);
        IssuedCredential issued = await host.Get<ApiKeyIssuer>().IssueAsync(new());
        Assert.StartsWith("my_", issued.SecretShownOnce, StringComparison.Ordinal);
        await verifier.VerifyAsync(issued.SecretShownOnce);
        Assert.NotNull((await host.Get<ApiKeyIssuer>().FindAsync(issued.KeyId))!.LastUsed);
    }

    [Fact]
    public async Task A_documented_placeholder_can_be_a_fixed_test_key()
    {
        using ConfiguredHost host = Start(
            ("InsecureFixedTestKeys:0:Key", "osk_your_secret_here"), ("InsecureFixedTestKeys:0:Id", "osk_abc123"),
            ("InsecureFixedTestKeys:0:Owner", "user_xyz"), ("InsecureFixedTestKeys:0:Scopes:0", "read:rings"), ("InsecureFixedTestKeys:0:Tier", "pro"));
        Assert.Empty(host.Faults());
        ApiKeyResult result = await host.Get<ApiKeyVerifier>().VerifyAsync("Bearer osk_your_secret_here", "read:rings");
        Assert.True(result.IsValid);
        Assert.Equal(("osk_abc123", "user_xyz", "pro"), (result.Identity!.KeyId, result.Identity.Owner, result.Identity.Tier));
        Assert.Equal(1201, Assert.Single(host.Log.Entries).EventId);
    }

    [Theory]
    [InlineData("Prefix", "OSK-", "HmacKit:ApiKeys:Prefix: 'OSK-' isn't a prefix")]
    [InlineData("CanaryOnly", "on", "HmacKit:ApiKeys:CanaryOnly: 'on' isn't true or false")]
    [InlineData("LastUseResolution", "5m", "HmacKit:ApiKeys:LastUseResolution: '5m' isn't a duration")]
    [InlineData("LastUseResolution", "-00:00:01", "HmacKit:ApiKeys:LastUseResolution: -00:00:01 is negative")]
    [InlineData("Canary", "true", "HmacKit:ApiKeys:Canary: there is no such setting")]
    [InlineData("InsecureFixedTestKeys", "osk_x", "HmacKit:ApiKeys:InsecureFixedTestKeys: a list or an object is needed")]
    [InlineData("InsecureFixedTestKeys:0:Key", "osk_x", "HmacKit:ApiKeys:InsecureFixedTestKeys:0: set both Key and Id")]
    [InlineData("InsecureFixedTestKeys:0:Kee", "osk_x", "HmacKit:ApiKeys:InsecureFixedTestKeys:0:Kee: there is no such setting")]
    public void A_wrong_setting_stops_the_start_with_its_path(string path, string value, string message)
    {
        using ConfiguredHost host = Start((path, value));
        Assert.Contains(host.Faults(), fault => fault.StartsWith(message, StringComparison.Ordinal));
        Assert.Throws<InvalidOperationException>(() => host.Get<ApiKeyVerifier>());
        Assert.Throws<InvalidOperationException>(() => host.Get<ApiKeyIssuer>());
    }

    [Fact]
    public void A_fixed_key_that_is_written_like_a_real_one_stops_the_start_without_being_shown()
    {
        string real = ApiKey.Create("osk_0123456789abcdef");
        using ConfiguredHost host = Start(("InsecureFixedTestKeys:0:Key", real), ("InsecureFixedTestKeys:0:Id", "osk_0"));
        string fault = Assert.Single(host.Faults());
        Assert.StartsWith("HmacKit:ApiKeys:InsecureFixedTestKeys:0:Key: ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain(real, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void API_keys_are_added_once_and_their_section_is_no_scheme()
    {
        Assert.Throws<InvalidOperationException>(() => new ConfiguredHost(hmac => hmac.AddApiKeys().AddApiKeys(), new Dictionary<string, string?>()));
        foreach (string name in new[] { "ApiKeys", "apikeys", "SecretProtection" })
        {
            Assert.Throws<InvalidOperationException>(() => new ConfiguredHost(hmac => hmac.AddScheme(name, SchemeCatalog.Body), new Dictionary<string, string?>()));
        }
    }

    private static ConfiguredHost Start(params IEnumerable<(string, string?)> settings) =>
        new(hmac => hmac.AddApiKeys(), ConfiguredHost.Under("HmacKit:ApiKeys", settings));
}
