using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Tests.Registration;

public class ReplayRegistrationTests
{
    private const string Secret = "a secret that is long enough for everybody";

    [Fact]
    public async Task A_memory_that_refuses_what_was_signed_before_the_start_is_a_setting()
    {
        using var host = new ConfiguredHost(
            hmac => hmac.AddScheme(SchemeCatalog.TheOne),
            new Dictionary<string, string?>
            {
                ["HmacKit:ReplayMemory:RefuseSignedBeforeStart"] = "true",
                ["HmacKit:ReplayMemory:Capacity"] = "1000",
                ["HmacKit:theone:Keys:a:Secret"] = Secret,
            });
        Assert.Empty(host.Faults());
        var signer = new RequestSigner(SchemeCatalog.TheOne, new KeyRing("a", HmacKey.FromText(Secret)));
        var request = new RawRequest("GET", "/", [], default);
        VerificationResult result = await host.Get<RequestVerifier>("theone").VerifyAsync(request.WithHeaders(signer.Sign(request)));
        Assert.Equal(VerificationStatus.ReplayStoreUnavailable, result.Status);
    }

    [Fact]
    public void Code_comes_after_the_configuration()
    {
        MemoryReplayStoreOptions? seen = null;
        using var host = new ConfiguredHost(
            hmac => hmac.AddReplayMemory(options =>
            {
                seen = options;
                options.RefuseSignedBeforeStart = true;
            }),
            ConfiguredHost.Under("HmacKit:ReplayMemory", ("Capacity", "77")));
        Assert.Empty(host.Faults());
        Assert.IsType<MemoryReplayStore>(host.Get<IReplayStore>());
        Assert.Equal((77, true), (seen!.Capacity, seen.RefuseSignedBeforeStart));
    }

    [Theory]
    [InlineData("Capacity", "0", "HmacKit:ReplayMemory:Capacity: 0 is out of bounds")]
    [InlineData("Capacity", "100000001", "HmacKit:ReplayMemory:Capacity: 100000001 is out of bounds")]
    [InlineData("Capacity", "much", "HmacKit:ReplayMemory:Capacity: 'much' isn't a whole number of claims.")]
    [InlineData("RefuseSignedBeforeStart", "on", "HmacKit:ReplayMemory:RefuseSignedBeforeStart: 'on' isn't true or false.")]
    [InlineData("Capasity", "5", "HmacKit:ReplayMemory:Capasity: there is no such setting.")]
    public void A_wrong_setting_stops_the_start_with_its_path(string path, string value, string message)
    {
        using var host = new ConfiguredHost(_ => { }, ConfiguredHost.Under("HmacKit:ReplayMemory", (path, value)));
        Assert.Contains(host.Faults(), fault => fault.StartsWith(message, StringComparison.Ordinal));
        Assert.Throws<InvalidOperationException>(() => host.Get<IReplayStore>());
    }

    [Fact]
    public void A_store_that_was_added_stays_and_no_memory_is_set_aside()
    {
        var own = new RecordingReplayStore();
        using var host = new ConfiguredHost(
            hmac => hmac.AddReplayMemory(options => options.Capacity = MemoryReplayStoreOptions.MaxCapacity),
            new Dictionary<string, string?>(),
            services => services.AddSingleton<IReplayStore>(own));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Empty(host.Faults());
        Assert.Same(own, host.Get<IReplayStore>());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000_000);
    }
}
