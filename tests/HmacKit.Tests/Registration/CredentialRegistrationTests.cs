using HmacKit.Tests.Credentials;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Tests.Registration;

public class CredentialRegistrationTests
{
    private const string Secret = "s3cr3t-that-nobody-may-see-anywhere-at-all";
    private const string ProtectionKeyText = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string OtherKeyText = "//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA=";

    [Fact]
    public async Task Issued_keys_are_accepted_beside_the_configured_ones()
    {
        using var host = new ConfiguredHost(
            hmac => hmac.AddScheme(SchemeCatalog.TheOne).AddCredentials("theone"),
            ConfiguredHost.Under("HmacKit:theone", ("Keys:partner-1:Secret", Secret)));
        Assert.Empty(host.Faults());
        IssuedCredential issued = await host.Get<HmacCredentialIssuer>("theone").IssueAsync(new() { Scopes = ["trade"] });
        var request = new RawRequest("GET", "/", [], default);
        var signer = new RequestSigner(SchemeCatalog.TheOne, new KeyRing(issued.KeyId, HmacKey.FromText(issued.SecretShownOnce)));
        VerificationResult result = await host.Get<RequestVerifier>("theone").VerifyAsync(request.WithHeaders(signer.Sign(request)));
        Assert.True(result.IsValid);
        Assert.True(result.Identity!.HasScope("trade"));
        Assert.NotNull(host.Find("theone", "partner-1"));
        Assert.Null(host.Find("theone", "nobody"));
    }

    [Fact]
    public void A_scheme_whose_keys_are_all_issued_needs_none_in_the_configuration()
    {
        using var host = new ConfiguredHost(hmac => hmac.AddScheme(SchemeCatalog.TheOne).AddCredentials("theone"), new Dictionary<string, string?>());
        Assert.Empty(host.Faults());
        Assert.Null(host.Find("theone", "partner-1"));
    }

    [Fact]
    public async Task One_schemes_credentials_are_not_accepted_by_another()
    {
        using var host = new ConfiguredHost(
            hmac => hmac.AddScheme(SchemeCatalog.TheOne).AddCredentials("theone").AddScheme("theone-2", SchemeCatalog.TheOne).AddCredentials("theone-2"),
            new Dictionary<string, string?>());
        string keyId = (await host.Get<HmacCredentialIssuer>("theone").IssueAsync(new())).KeyId;
        Assert.NotNull(host.Find("theone", keyId));
        Assert.Null(host.Find("theone-2", keyId));
    }

    [Fact]
    public void A_store_that_outlives_the_process_needs_a_protection_key_that_does_so_too()
    {
        using var without = new ConfiguredHost(Configure, new Dictionary<string, string?>(), AddStore);
        Assert.StartsWith("HmacKit:SecretProtection: no key", Assert.Single(without.Faults()), StringComparison.Ordinal);
        using var with = new ConfiguredHost(Configure, ConfiguredHost.Under("HmacKit:SecretProtection", ("Keys:2026-01:Secret", ProtectionKeyText)), AddStore);
        Assert.Empty(with.Faults());
        using var own = new ConfiguredHost(Configure, new Dictionary<string, string?>(), services =>
        {
            AddStore(services);
            services.AddSingleton<SecretProtector>(new AesGcmSecretProtector(ProtectionKey.Generate("own")));
        });
        Assert.Empty(own.Faults());

        static void Configure(HmacKitBuilder hmac) => hmac.AddScheme(SchemeCatalog.TheOne).AddCredentials("theone");
        static void AddStore(IServiceCollection services) => services.AddSingleton<CredentialStore>(new FlakyCredentialStore());
    }

    [Fact]
    public void The_current_protection_key_seals_and_the_others_open()
    {
        using var host = new ConfiguredHost(
            hmac => hmac.AddScheme(SchemeCatalog.TheOne).AddCredentials("theone"),
            ConfiguredHost.Under("HmacKit:SecretProtection", ("Current", "new"), ("Keys:old:Secret", ProtectionKeyText), ("Keys:new:Secret", OtherKeyText)));
        Assert.Empty(host.Faults());
        var protector = Assert.IsType<AesGcmSecretProtector>(host.Get<SecretProtector>());
        Assert.Equal("new", protector.CurrentKeyId);
        byte[] old = new AesGcmSecretProtector(ProtectionKey.FromBase64("old", ProtectionKeyText)).Seal("s"u8, "k");
        Assert.True(protector.TryOpen(old, "k", out _));
    }

    [Theory]
    [InlineData("Keys:a:Secret", "too short", "HmacKit:SecretProtection:Keys:a:Secret: A protection key is base64")]
    [InlineData("Keys:a:Secert", ProtectionKeyText, "HmacKit:SecretProtection:Keys:a:Secert: there is no such setting")]
    [InlineData("Keys:a b:Secret", ProtectionKeyText, "HmacKit:SecretProtection:Keys:a b:Secret: The id of a protection key")]
    [InlineData("Current", "c", "HmacKit:SecretProtection:Current: there is no key 'c'")]
    [InlineData("Keys:b:Secret", ProtectionKeyText, "HmacKit:SecretProtection:Current: there are several keys")]
    [InlineData("Curent", "a", "HmacKit:SecretProtection:Curent: there is no such setting")]
    public void A_wrong_protection_key_stops_the_start_with_its_path(string path, string value, string message)
    {
        Dictionary<string, string?> settings = ConfiguredHost.Under("HmacKit:SecretProtection", ("Keys:a:Secret", OtherKeyText));
        settings[$"HmacKit:SecretProtection:{path}"] = value;
        using var host = new ConfiguredHost(hmac => hmac.AddScheme(SchemeCatalog.TheOne).AddCredentials("theone"), settings);
        IReadOnlyList<string> faults = host.Faults();
        Assert.Contains(faults, fault => fault.StartsWith(message, StringComparison.Ordinal));
        Assert.All(faults, fault => Assert.DoesNotContain(ProtectionKeyText, fault, StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_section_of_protection_keys_stops_the_start()
    {
        using var host = new ConfiguredHost(
            hmac => hmac.AddScheme(SchemeCatalog.TheOne).AddCredentials("theone"), ConfiguredHost.Under("HmacKit:SecretProtection", ("Current", "a")));
        Assert.StartsWith("HmacKit:SecretProtection:Keys: no keys", Assert.Single(host.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_of_a_scheme_that_is_not_there_or_has_no_key_ids_are_refused()
    {
        Assert.Throws<InvalidOperationException>(() => Build(hmac => hmac.AddCredentials("theone")));
        Assert.Throws<InvalidOperationException>(() => Build(hmac => hmac.AddScheme(SchemeCatalog.TheOne).AddCredentials("theone").AddCredentials("theone")));
        using ConfiguredHost host = Build(hmac => hmac.AddScheme(SchemeCatalog.OneRing).AddCredentials("onering"));
        Assert.Contains(host.Faults(), fault => fault.Contains("name no key", StringComparison.Ordinal));

        static ConfiguredHost Build(Action<HmacKitBuilder> configure) => new(configure, new Dictionary<string, string?>());
    }
}
