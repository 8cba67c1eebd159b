using System.Diagnostics.Metrics;
using HmacKit.Contracts;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HmacKit.Tests.Credentials;

public class KeyAgeTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly MemoryCredentialStore _store = new();

    [Fact]
    public async Task A_key_that_is_never_rotated_ends_at_the_set_age_and_a_rotation_begins_anew()
    {
        var issuer = new ApiKeyIssuer(_store, time: _clock);
        var verifier = new ApiKeyVerifier(_store, new() { TimeProvider = _clock, MaxSecretAge = TimeSpan.FromDays(90) });
        IssuedCredential key = await issuer.IssueAsync(new CredentialRequest());
        _clock.Advance(TimeSpan.FromDays(90) - TimeSpan.FromSeconds(1));
        Assert.Equal(ApiKeyStatus.Valid, (await verifier.VerifyAsync(key.SecretShownOnce)).Status);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ApiKeyStatus.Expired, (await verifier.VerifyAsync(key.SecretShownOnce)).Status);
        IssuedCredential rotated = (await issuer.RotateAsync(key.KeyId, TimeSpan.FromDays(1)))!;
        Assert.Equal(ApiKeyStatus.Valid, (await verifier.VerifyAsync(rotated.SecretShownOnce)).Status);
        Assert.Equal(ApiKeyStatus.Expired, (await verifier.VerifyAsync(key.SecretShownOnce)).Status);
    }

    [Fact]
    public async Task A_signing_key_ends_at_the_set_age_too()
    {
        var issuer = new HmacCredentialIssuer(
            _store, SchemeCatalog.TheOne, new AesGcmSecretProtector(ProtectionKey.Generate("k")), new() { TimeProvider = _clock, MaxSecretAge = TimeSpan.FromDays(90) });
        IssuedCredential key = await issuer.IssueAsync(new CredentialRequest());
        KeyRing ring = (await issuer.Keys.FindAsync(key.KeyId))!;
        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromDays(90), ring.Entries[0].Expires);
        Assert.Throws<ArgumentOutOfRangeException>(() => new HmacCredentialIssuer(_store, SchemeCatalog.TheOne, new AesGcmSecretProtector(ProtectionKey.Generate("k")), new() { MaxSecretAge = TimeSpan.Zero }));
    }

    [Fact]
    public async Task Old_keys_are_counted_when_they_are_used_and_named_by_the_health_check()
    {
        var issuer = new ApiKeyIssuer(_store, time: _clock);
        var verifier = new ApiKeyVerifier(_store, new() { TimeProvider = _clock });
        IssuedCredential old = await issuer.IssueAsync(new CredentialRequest());
        _clock.Advance(TimeSpan.FromDays(60));
        IssuedCredential young = await issuer.IssueAsync(new CredentialRequest());
        _clock.Advance(TimeSpan.FromDays(31));
        long counted = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == HmacKitTelemetry.OldKeyUsesName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref counted, value));
        listener.Start();
        await verifier.VerifyAsync(young.SecretShownOnce);
        Assert.Equal(0, counted);
        await verifier.VerifyAsync(old.SecretShownOnce);
        Assert.Equal(1, counted);

        var check = new KeyAgeHealthCheck(_store, TimeSpan.FromDays(90), _clock);
        HealthCheckResult health = await check.CheckHealthAsync(new HealthCheckContext());
        Assert.Equal((HealthStatus.Healthy, $"1 of 2 keys are older than 90 days ({old.KeyId}): have their owners rotate them"), (health.Status, health.Description));
        await issuer.RotateAsync(old.KeyId, TimeSpan.Zero);
        Assert.Equal("none of 2 keys is older than 90 days", (await check.CheckHealthAsync(new HealthCheckContext())).Description);
    }

    [Theory]
    [InlineData("osk_live_0123456789abcdef", "live", true)]
    [InlineData("osk_live_0123456789abcdef", "test", false)]
    [InlineData("osk_0123456789abcdef", "live", false)]
    [InlineData("live", "live", false)]
    [InlineData("osk_live", "live", false)]
    [InlineData("osk_alive_0", "live", false)]
    [InlineData("_live_0", "live", true)]
    [InlineData("", "live", false)]
    public void An_environment_is_a_part_of_the_key_id_before_its_last(string keyId, string environment, bool expected) =>
        Assert.Equal(expected, KeyIdentity.IsOfEnvironment(keyId, environment));

    [Fact]
    public async Task Keys_of_an_environment_that_the_verifier_does_not_know_are_no_keys()
    {
        var issuer = new ApiKeyIssuer(_store, time: _clock);
        string live = (await issuer.ForEnvironment("live").IssueAsync(new CredentialRequest())).SecretShownOnce;
        var options = new ApiKeyVerifierOptions { TimeProvider = _clock };
        Assert.Equal(ApiKeyStatus.Malformed, (await new ApiKeyVerifier(_store, options).VerifyAsync(live)).Status);
        options.Environments.Add("live");
        Assert.Equal(ApiKeyStatus.Valid, (await new ApiKeyVerifier(_store, options).VerifyAsync(live)).Status);
        options.Environments.Add("Prod!");
        Assert.Throws<ArgumentException>(() => new ApiKeyVerifier(_store, options));
    }
}
