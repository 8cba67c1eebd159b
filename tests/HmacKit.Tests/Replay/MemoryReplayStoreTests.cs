using HmacKit.Contracts;

namespace HmacKit.Tests.Replay;

public sealed class MemoryReplayStoreTests : ReplayStoreContract
{
    protected override IReplayStore CreateStore() => NewStore();

    private MemoryReplayStore NewStore() => new MemoryReplayStore(new() { TimeProvider = Clock });

    [Fact]
    public void The_live_claims_are_counted_exactly_while_they_are_few()
    {
        var store = new MemoryReplayStore(new() { TimeProvider = Clock, Capacity = 20_000 });
        Assert.Equal(0, store.Count);
        for (int i = 0; i < 10_000; i++)
        {
            store.TryAdd(new ReplayClaim("scheme", "key", $"{i}", Clock.GetUtcNow(), Clock.GetUtcNow().AddSeconds(i % 2 == 0 ? 60 : 600)));
        }

        Assert.Equal(10_000, store.Count);
        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(5_000, store.Count);
        Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public async Task An_add_completes_at_once()
    {
        ValueTask<ReplayOutcome> add = CreateStore().TryAddAsync(Claim("nonce"));
        Assert.True(add.IsCompletedSuccessfully);
        await add;
    }

    [Fact]
    public void An_add_allocates_nothing()
    {
        // Code that isn't optimised yet may box; once it is, a round is clean, and then every one is.
        const int AddsPerRound = 5000;
        IReplayStore store = CreateStore();
        string[] nonces = [.. Enumerable.Range(0, 20 * AddsPerRound).Select(i => $"nonce-{i}")];
        long allocated = -1;
        for (int round = 0; round < 20 && allocated != 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            int added = Add(nonces.AsSpan(round * AddsPerRound, AddsPerRound));
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(AddsPerRound, added);
        }

        Assert.Equal(0, allocated);

        int Add(ReadOnlySpan<string> values)
        {
            int count = 0;
            foreach (string value in values)
            {
                ValueTask<ReplayOutcome> add = store.TryAddAsync(Claim(value));
                count += add.IsCompletedSuccessfully && add.Result == ReplayOutcome.Added ? 1 : 0;
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
    public async Task One_nonce_under_two_signed_times_is_used_once()
    {
        IReplayStore store = CreateStore();
        for (int seconds = 0; seconds < 300; seconds += 7)
        {
            DateTimeOffset signed = Clock.GetUtcNow();
            ReplayOutcome outcome = await store.TryAddAsync(new ReplayClaim("scheme", "key", "nonce", signed, signed + Life));
            Assert.Equal(seconds == 0 ? ReplayOutcome.Added : ReplayOutcome.Seen, outcome);
            Clock.Advance(TimeSpan.FromSeconds(7));
        }
    }

    [Fact]
    public void A_claim_of_a_tick_less_than_the_longest_retention_is_held_to_its_end_and_a_longer_one_not_at_all()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 11, 28, 4, 0, 0, TimeSpan.Zero));
        var store = new MemoryReplayStore(new() { TimeProvider = clock });
        DateTimeOffset now = clock.GetUtcNow();
        var longest = new ReplayClaim("scheme", "key", "a", now, now + MemoryReplayStore.MaxRetention - TimeSpan.FromTicks(1));
        Assert.Equal(ReplayOutcome.Full, store.TryAdd(new("scheme", "key", "b", now, now + MemoryReplayStore.MaxRetention)));
        Assert.Equal(ReplayOutcome.Added, store.TryAdd(longest));
        clock.Advance(MemoryReplayStore.MaxRetention - TimeSpan.FromSeconds(1));
        Assert.True(store.Holds(store.ToEntry(longest)));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(store.Holds(store.ToEntry(longest)));
        Assert.Equal(ReplayOutcome.Seen, store.TryAdd(longest));
    }

    [Fact]
    public void All_claims_of_a_key_are_of_one_group_and_every_character_of_scheme_and_key_tells_groups_apart()
    {
        MemoryReplayStore store = NewStore();
        string[] texts = [.. Enumerable.Range(0, 24).SelectMany(at => Enumerable.Range(0, 40).Select(letter => new string('k', at) + (char)('A' + letter) + new string('k', 23 - at)))];
        Assert.Single(texts.DistinctBy(text => GroupOf("scheme", "key", text)));
        for (int at = 0; at < 24; at++)
        {
            // With the last of them in whole words and in part of one. 40 of 64 groups at random are 30 different ones; fewer than 8 don't happen.
            Assert.InRange(texts.Skip(40 * at).Take(40).DistinctBy(text => GroupOf("scheme", text, "nonce")).Count(), 8, 40);
            Assert.InRange(texts.Skip(40 * at).Take(40).DistinctBy(text => GroupOf(text, "key", "nonce")).Count(), 8, 40);
        }

        int GroupOf(string scheme, string keyId, string value) => store.ToEntry(new(scheme, keyId, value, Clock.GetUtcNow(), Clock.GetUtcNow())).KeyGroup;
    }

    [Fact]
    public void The_longest_retention_is_enough_for_every_window_that_a_scheme_may_have() =>
        Assert.True(2 * FreshnessRule.MaxWindow + FreshnessRule.MaxWindow <= MemoryReplayStore.MaxRetention);

    [Fact]
    public void The_defaults_are_those_of_the_documentation()
    {
        var options = new MemoryReplayStoreOptions();
        Assert.Equal(1_000_000, options.Capacity);
        Assert.Equal(MemoryReplayStoreOptions.DefaultCapacity, options.Capacity);
        Assert.Same(TimeProvider.System, options.TimeProvider);
        Assert.Equal(100_000_000, MemoryReplayStoreOptions.MaxCapacity);
        Assert.Equal(TimeSpan.FromDays(4), MemoryReplayStore.MaxRetention);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(100_000_001)]
    [InlineData(int.MaxValue)]
    public void A_capacity_out_of_bounds_is_refused_with_its_name(int capacity)
    {
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => new MemoryReplayStore(new() { Capacity = capacity }));
        Assert.StartsWith("Capacity is 1 to 100000000 claims. Set it to ", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_without_a_clock_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new MemoryReplayStore(new() { TimeProvider = null! }));
    }
}
