using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace HmacKit.Tests.Registration;

/// <summary>What was read at the start must not hold on to keys that the configuration has changed since.</summary>
public class ProtectionReloadTests
{
    private const string First = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string Second = "//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA=";
    private const string Section = "HmacKit:SecretProtection";

    private readonly ManualTimeProvider _clock = new();
    private readonly MemoryCredentialStore _store = new();

    [Fact]
    public async Task A_protection_key_that_is_added_to_the_configuration_seals_from_then_on()
    {
        using ConfiguredHost host = Start(("Keys:1:Secret", First));
        HmacCredentialIssuer issuer = host.Get<HmacCredentialIssuer>("theone");
        IssuedCredential before = await issuer.IssueAsync(new());
        host.Configuration.Edit(($"{Section}:Keys:2:Secret", Second), ($"{Section}:Current", "2"));
        IssuedCredential after = await issuer.IssueAsync(new());

        var onlySecond = new AesGcmSecretProtector(ProtectionKey.FromBase64("2", Second));
        Assert.False(onlySecond.TryOpen(before.Credential.Secrets[0].Value.Span, before.KeyId, out _));
        Assert.True(onlySecond.TryOpen(after.Credential.Secrets[0].Value.Span, after.KeyId, out _));
        Assert.NotNull(host.Find("theone", before.KeyId));
        Assert.NotNull(host.Find("theone", after.KeyId));
        Assert.Equal((LogLevel.Information, 1006), Assert.Single(host.Log.Entries.Select(entry => (entry.Level, entry.EventId))));
    }

    [Fact]
    public async Task A_secret_that_could_not_be_opened_is_opened_once_its_protection_key_is_there()
    {
        IssuedCredential issued = await IssueElsewhereAsync();
        using ConfiguredHost host = Start(("Keys:1:Secret", First));
        Assert.Null(host.Find("theone", issued.KeyId));
        host.Configuration.Edit(($"{Section}:Keys:2:Secret", Second), ($"{Section}:Current", "1"));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.NotNull(host.Find("theone", issued.KeyId));
        Assert.Equal([1101, 1006], host.Log.Entries.Select(entry => entry.EventId));
    }

    [Theory]
    [InlineData("Keys:1:Secret", "not base64")]
    [InlineData("Keys:2:Secret", Second)]
    [InlineData("Current", "3")]
    [InlineData("Curent", "1")]
    public async Task A_bad_edit_keeps_the_last_good_keys_and_is_logged_with_its_path(string path, string value)
    {
        using ConfiguredHost host = Start(("Keys:1:Secret", First));
        IssuedCredential issued = await host.Get<HmacCredentialIssuer>("theone").IssueAsync(new());
        host.Configuration.Edit(($"{Section}:{path}", value));
        LogEntry entry = Assert.Single(host.Log.Entries);
        Assert.Equal((LogLevel.Error, 1007), (entry.Level, entry.EventId));
        Assert.Contains(Section, entry.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Second, entry.Text, StringComparison.Ordinal);
        Assert.NotNull(host.Find("theone", issued.KeyId));
    }

    [Fact]
    public async Task Health_says_that_stored_secrets_can_not_be_opened_and_what_to_do()
    {
        IssuedCredential issued = await IssueElsewhereAsync();
        using ConfiguredHost host = Start(("Keys:1:Secret", First));
        await host.Get<HmacCredentialIssuer>("theone").IssueAsync(new());
        HealthCheckResult health = await CheckAsync(host);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains($"1 of 2 credentials can't be opened ({issued.KeyId})", health.Description, StringComparison.Ordinal);
        Assert.Contains("put it back into SecretProtection:Keys", health.Description, StringComparison.Ordinal);

        host.Configuration.Edit(($"{Section}:Keys:2:Secret", Second), ($"{Section}:Current", "1"));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
    }

    [Fact]
    public async Task Health_asks_nobody_for_the_secrets_of_revoked_credentials_and_of_other_schemes()
    {
        IssuedCredential issued = await IssueElsewhereAsync();
        await new HmacCredentialIssuer(_store, SchemeCatalog.TheOne, Protector()).RevokeAsync(issued.KeyId);
        await new HmacCredentialIssuer(_store, SchemeCatalog.TheOne, Protector(), new() { Name = "other" }).IssueAsync(new());
        await new ApiKeyIssuer(_store).IssueAsync(new());
        using ConfiguredHost host = Start(("Keys:1:Secret", First));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
    }

    private static Task<HealthCheckResult> CheckAsync(ConfiguredHost host)
    {
        HealthCheckRegistration check = host.Get<HealthCheckRegistration>();
        return check.Factory(null!).CheckHealthAsync(new HealthCheckContext { Registration = check });
    }

    private static AesGcmSecretProtector Protector() => new(ProtectionKey.FromBase64("2", Second));

    private ValueTask<IssuedCredential> IssueElsewhereAsync() => new HmacCredentialIssuer(_store, SchemeCatalog.TheOne, Protector()).IssueAsync(new());

    private ConfiguredHost Start(params IEnumerable<(string, string?)> settings)
    {
        var host = new ConfiguredHost(
            hmac => hmac.AddScheme(SchemeCatalog.TheOne).AddCredentials("theone"),
            ConfiguredHost.Under(Section, settings),
            services => services.AddSingleton<CredentialStore>(_store).AddSingleton<TimeProvider>(_clock));
        Assert.Empty(host.Faults());
        return host;
    }
}
