using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HmacKit.Tests.Registration;

public class SchemeRegistrationTests
{
    private const string Secret = "a secret of forty-one characters, no less";

    [Fact]
    public void A_window_longer_than_the_registered_store_can_hold_stops_the_start()
    {
        using var host = new ConfiguredHost(
            hmac => hmac.AddScheme(SchemeCatalog.TheOne),
            ConfiguredHost.Under("HmacKit:theone", ("MaxAge", "00:10:00"), ("Keys:a:Secret", "a secret that is long enough for everybody")),
            services => services.AddSingleton<IReplayStore>(new TenMinutes()));
        string fault = Assert.Single(host.Faults());
        Assert.StartsWith("theone: The replay store holds a claim for 00:10:00 at most", fault, StringComparison.Ordinal);
        Assert.Contains("MaxAge", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_registered_signer_signs_the_registered_verifier_accepts()
    {
        using ConfiguredHost host = Start(("theone:Keys:partner-1:Secret", Secret), ("onering:Key:Secret", Secret));
        Assert.Empty(host.Faults());
        foreach (string name in new[] { "theone", "onering" })
        {
            var request = new RawRequest("POST", "/", [], "{}"u8.ToArray());
            RawRequest signed = request.WithHeaders(host.Get<RequestSigner>(name).Sign(request));
            RequestVerifier verifier = host.Get<RequestVerifier>(name);
            Assert.Equal(VerificationStatus.Valid, (await verifier.VerifyAsync(signed)).Status);
            Assert.Equal(VerificationStatus.Replayed, (await verifier.VerifyAsync(signed)).Status);
            Assert.Same(verifier, host.Get<RequestVerifier>(name));
            Assert.Equal(name, host.Get<SignatureScheme>(name).Name);
        }
    }

    [Theory]
    [InlineData("true", VerificationStatus.Valid)]
    [InlineData("false", VerificationStatus.SignatureMismatch)]
    public async Task Compact_JSON_is_accepted_where_the_configuration_says_so(string setting, VerificationStatus expected)
    {
        using ConfiguredHost host = Start(
            ("theone:Keys:partner-1:Secret", Secret), ("onering:Key:Secret", Secret),
            ("theone:AcceptCompactJsonBecauseTheSenderReformatsIt", setting));
        Assert.Empty(host.Faults());
        var signed = new RawRequest("POST", "/", [], """{"a":1}"""u8.ToArray());
        var sent = new RawRequest("POST", "/", host.Get<RequestSigner>("theone").Sign(signed), """{"a": 1}"""u8.ToArray());
        Assert.Equal(expected, (await host.Get<RequestVerifier>("theone").VerifyAsync(sent)).Status);
    }

    [Fact]
    public async Task A_wrong_setting_stops_the_host()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["HmacKit:theone:Keys:k:Secert"] = Secret });
        builder.Services.AddHmacKit(builder.Configuration.GetSection("HmacKit"), hmac => hmac.AddScheme(SchemeCatalog.TheOne));
        using IHost host = builder.Build();
        OptionsValidationException exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("HmacKit:theone:Keys:k:Secert", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_keys_one_has_to_be_named_for_signing()
    {
        using ConfiguredHost unnamed = Start(("theone:Keys:a:Secret", Secret), ("theone:Keys:b:Secret", Secret), ("onering:Key:Secret", Secret));
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => unnamed.Get<RequestSigner>("theone"));
        Assert.Contains("SigningKeyId", exception.Message, StringComparison.Ordinal);
        using ConfiguredHost named = Start(
            ("theone:Keys:a:Secret", Secret), ("theone:Keys:b:Secret", Secret), ("theone:SigningKeyId", "b"), ("onering:Key:Secret", Secret));
        Assert.Equal("b", named.Get<RequestSigner>("theone").Keys.Id);
    }

    [Fact]
    public void Keys_and_settings_can_be_given_in_code()
    {
        var ring = new KeyRing("partner-1", HmacKey.Generate());
        var services = new ServiceCollection();
        services.AddHmacKit(hmac => hmac.AddScheme(SchemeCatalog.TheOne, options =>
        {
            options.Keys = new MemoryKeySource(ring);
            options.SigningKeyId = "partner-1";
        }));
        using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        Assert.Same(ring, provider.GetRequiredKeyedService<RequestSigner>("theone").Keys);
    }

    [Fact]
    public void Without_a_configuration_the_keys_must_be_given_in_code()
    {
        var services = new ServiceCollection();
        services.AddHmacKit(hmac => hmac.AddScheme(SchemeCatalog.TheOne));
        using ServiceProvider provider = services.BuildServiceProvider();
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());
        Assert.StartsWith("theone: no keys", Assert.Single(exception.Failures), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => provider.GetRequiredKeyedService<RequestVerifier>("theone"));
    }

    [Fact]
    public void Two_schemes_of_one_name_are_refused()
    {
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(
            () => new ConfiguredHost(hmac => hmac.AddScheme(SchemeCatalog.TheOne).AddScheme(SchemeCatalog.TheOne), new Dictionary<string, string?>()));
        Assert.Contains("theone-2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_window_and_a_limit_of_the_configuration_hold()
    {
        using ConfiguredHost host = Start(
            ("theone:Keys:k:Secret", Secret), ("theone:MaxAge", "00:00:05"), ("theone:MaxSkew", "00:00:00"), ("theone:MaxBodyBytes", "2"), ("onering:Key:Secret", Secret));
        RequestSigner signer = host.Get<RequestSigner>("theone");
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Assert.Equal(VerificationStatus.TimestampTooOld, await SendAsync(now.AddSeconds(-15), 2));
        Assert.Equal(VerificationStatus.TimestampInFuture, await SendAsync(now.AddHours(1), 2));
        Assert.Equal(VerificationStatus.BodyTooLarge, await SendAsync(now, 3));

        async Task<VerificationStatus> SendAsync(DateTimeOffset time, int bytes)
        {
            var request = new RawRequest("POST", "/", [], new byte[bytes]);
            RawRequest signed = request.WithHeaders(signer.Sign(request, new SigningValues { Time = time }));
            return (await host.Get<RequestVerifier>("theone").VerifyAsync(signed)).Status;
        }
    }

    private static ConfiguredHost Start(params IEnumerable<(string, string?)> settings) =>
        new(hmac => hmac.AddScheme(SchemeCatalog.TheOne).AddScheme(SchemeCatalog.OneRing), ConfiguredHost.Under("HmacKit", settings));

    private sealed class TenMinutes : IReplayStore
    {
        public TimeSpan MaxRetention => TimeSpan.FromMinutes(10);

        public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default) => new(ReplayOutcome.Added);
    }
}
