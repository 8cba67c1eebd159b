using HmacKit.Contracts;

namespace HmacKit.Tests.Replay;

public sealed class MemoryReplayStoreTests : ReplayStoreContract
{
    protected override IReplayStore CreateStore() => NewStore();

    private MemoryReplayStore NewStore() => new MemoryReplayStore(new() { TimeProvider = Clock });

    [Fact]
    public async Task An_add_completes_at_once()
    {
        ValueTask<ReplayOutcome> add = CreateStore().TryAddAsync(Claim("nonce"));
        Assert.True(add.IsCompletedSuccessfully);
        await add;
    }

    [Fact]
    public async Task An_add_allocates_nothing()
    {
        const int Adds = 20_000;
        IReplayStore store = CreateStore();
        string[] nonces = [.. Enumerable.Range(0, Adds).Select(i => $"nonce-{i}")];
        await Add(nonces.AsMemory(0, Adds / 2));

        // There is room for some thousands more in the segments that there are now.
        long before = GC.GetAllocatedBytesForCurrentThread();
        ValueTask<int> added = Add(nonces.AsMemory(0, (Adds / 2) + 1000));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(1000, await added);
        Assert.Equal(0, allocated);

        async ValueTask<int> Add(ReadOnlyMemory<string> values)
        {
            int count = 0;
            for (int i = 0; i < values.Length; i++)
            {
                count += await store.TryAddAsync(Claim(values.Span[i])) == ReplayOutcome.Added ? 1 : 0;
            }

            return count;
        }
    }

    [Fact]
    public async Task Two_stores_know_nothing_of_each_other()
    {
        Assert.Equal(ReplayOutcome.Added, await CreateStore().TryAddAsync(Claim("nonce")));
        Assert.Equal(ReplayOutcome.Added, await CreateStore().TryAddAsync(Claim("nonce")));
    }

    [Fact]
    public async Task A_verifier_refuses_the_second_copy_of_a_request()
    {
        var ring = new KeyRing("client", HmacKey.Generate());
        var verifier = new RequestVerifier(SchemeCatalog.TheOne, new MemoryKeySource(ring), new() { ReplayStore = CreateStore(), TimeProvider = Clock });
        var headers = new RequestSigner(SchemeCatalog.TheOne, ring, Clock).Sign(new RawRequest("GET", "/broker/v1/keys", []));
        var request = new RawRequest("GET", "/broker/v1/keys", headers);
        Assert.Equal(VerificationStatus.Valid, (await verifier.VerifyAsync(request)).Status);
        Assert.Equal(VerificationStatus.Replayed, (await verifier.VerifyAsync(request)).Status);
    }

    [Fact]
    public async Task What_a_verifier_with_a_short_window_has_accepted_one_with_a_long_window_refuses()
    {
        IReplayStore store = CreateStore();
        HmacKey key = HmacKey.Generate();
        var brief = new RequestVerifier(SchemeCatalog.OneRing, key, new() { ReplayStore = store, TimeProvider = Clock, MaxAge = TimeSpan.FromSeconds(30) });
        var ample = new RequestVerifier(SchemeCatalog.OneRing, key, new() { ReplayStore = store, TimeProvider = Clock });
        var request = new RawRequest("POST", "/hook", new RequestSigner(SchemeCatalog.OneRing, key, Clock).Sign(new RawRequest("POST", "/hook", [])));
        Assert.Equal(VerificationStatus.Valid, (await brief.VerifyAsync(request)).Status);
        Assert.Equal(VerificationStatus.Replayed, (await ample.VerifyAsync(request)).Status);
        Clock.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(VerificationStatus.Replayed, (await ample.VerifyAsync(request)).Status);
    }

    [Fact]
    public void The_defaults_are_those_of_the_documentation()
    {
        var options = new MemoryReplayStoreOptions();
        Assert.Equal(4_000_000, options.Capacity);
        Assert.Equal(MemoryReplayStoreOptions.DefaultCapacity, options.Capacity);
        Assert.Equal(TimeSpan.FromMinutes(20), options.Retention);
        Assert.Equal(MemoryReplayStoreOptions.DefaultRetention, options.Retention);
        Assert.Same(TimeProvider.System, options.TimeProvider);
        Assert.Equal(250_000_000, MemoryReplayStoreOptions.MaxCapacity);
        Assert.Equal(TimeSpan.FromSeconds(1), MemoryReplayStoreOptions.MinRetention);
        Assert.Equal(TimeSpan.FromDays(2), MemoryReplayStoreOptions.MaxRetention);
        Assert.Equal(options.Capacity, new MemoryReplayStore().Capacity);
        Assert.Equal(options.Retention, new MemoryReplayStore().Retention);
    }

    [Fact]
    public void The_default_retention_is_enough_for_every_scheme_of_the_catalogue()
    {
        Assert.All(
            SchemeCatalog.All.Where(scheme => scheme.Replay != ReplayRule.None),
            scheme => Assert.True(scheme.Freshness!.MaxAge + scheme.Freshness.MaxSkew <= MemoryReplayStoreOptions.DefaultRetention, scheme.Name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(250_000_001)]
    [InlineData(int.MaxValue)]
    public void A_capacity_out_of_bounds_is_refused_with_its_name(int capacity)
    {
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => new MemoryReplayStore(new() { Capacity = capacity }));
        Assert.StartsWith("Capacity is 1 to 250000000 claims. Set it to ", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("-00:00:01")]
    [InlineData("00:00:00.9999999")]
    [InlineData("2.00:00:00.0000001")]
    public void A_retention_out_of_bounds_is_refused_with_its_name(string retention)
    {
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => new MemoryReplayStore(new() { Retention = TimeSpan.Parse(retention) }));
        Assert.StartsWith("Retention is 1 second to 2 days. Set it to ", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_without_a_clock_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new MemoryReplayStore(new() { TimeProvider = null! }));
    }
}
