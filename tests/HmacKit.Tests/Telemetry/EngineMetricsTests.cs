using HmacKit.Testing;
using HmacKit.Tests.Outages;

namespace HmacKit.Tests.Diagnostics;

[Collection(nameof(Alone))]
public sealed class EngineMetricsTests
{
    private readonly ManualTimeProvider _clock = new(SchemeCase.Now);

    [Theory]
    [InlineData(ReplayOutcome.Seen, "seen")]
    [InlineData(ReplayOutcome.Full, "full")]
    [InlineData(ReplayOutcome.TooEarly, "too_early")]
    [InlineData(ReplayOutcome.Unavailable, "unavailable")]
    public async Task Refusals_for_the_replay_stores_answer_are_counted(ReplayOutcome outcome, string name)
    {
        SchemeCase item = SchemeCase.Of("own-fields");
        using var measured = new Measured(HmacKitTelemetry.ReplayRefusalsName, "own-fields");
        await item.Verifier(new RecordingReplayStore(always: outcome)).VerifyAsync(item.Sign());
        Assert.Equal(1, measured.Sums[$"hmackit.scheme=own-fields hmackit.outcome={name}"]);
        await item.Verifier(new RecordingReplayStore()).VerifyAsync(item.Sign());
        Assert.Single(measured.Sums);
    }

    [Fact]
    public async Task Uses_of_an_older_key_are_counted_until_the_rotation_is_over()
    {
        SchemeCase item = SchemeCase.Of("own-fields");
        using var measured = new Measured(HmacKitTelemetry.OlderKeyUsesName, "own-fields");
        Assert.True((await item.Verifier().VerifyAsync(item.Sign())).IsValid);
        Assert.Empty(measured.Sums);
        KeyRing rotated = item.Ring.Rotate(HmacKey.Generate(item.Scheme.Algorithm), SchemeCase.Now.AddDays(1));
        Assert.True((await item.Verifier(keys: new MemoryKeySource(rotated)).VerifyAsync(item.Sign())).IsValid);
        Assert.Equal(1, measured.Sums["hmackit.scheme=own-fields"]);
    }

    [Fact]
    public async Task A_decision_about_limits_is_counted_once_wherever_it_is_asked_for()
    {
        BucketLimits limits = [BucketLimit.PerHour(2, "counted")];
        using var measured = new Measured(HmacKitTelemetry.LimitDecisionsName, "counted");
        ITokenBucketStore limiter = new MemoryTokenBuckets();
        for (int i = 0; i < 3; i++)
        {
            await limiter.TakeAsync("caller", limits);
        }

        await limiter.TakeAsync("caller", limits, 3);
        Assert.Equal(2, measured.Sums["hmackit.limit=counted hmackit.status=allowed"]);
        Assert.Equal(1, measured.Sums["hmackit.limit=counted hmackit.status=exhausted"]);
        Assert.Equal(1, measured.Sums["hmackit.limit=counted hmackit.status=over_capacity"]);

        new TokenBucket(BucketLimit.PerHour(2, "counted")).TryTake();
        Assert.Equal(3, measured.Sums["hmackit.limit=counted hmackit.status=allowed"]);
    }

    [Theory]
    [InlineData(LimitStatus.StoreFull, "store_full")]
    [InlineData(LimitStatus.UnknownTier, "unknown_tier")]
    [InlineData(LimitStatus.Unavailable, "unavailable")]
    public void A_decision_that_no_limit_has_made_is_counted_too(LimitStatus status, string name)
    {
        using var measured = new Measured(HmacKitTelemetry.LimitDecisionsName, "none");
        new LimitDecision(status).Counted();
        Assert.Equal(1, measured.Sums[$"hmackit.limit=none hmackit.status={name}"]);
    }

    [Fact]
    public async Task A_store_that_is_away_shows()
    {
        string name = $"server-{Guid.NewGuid():N}";
        using var failures = new Measured(HmacKitTelemetry.StoreFailuresName, name);
        using var fallbacks = new Measured(HmacKitTelemetry.StoreFallbacksName, name);
        using var active = new Measured(HmacKitTelemetry.FallbackActiveName, name);
        var server = new ServerStore(_clock);
        var store = new GuardedReplayStore(server, name, new() { Policy = OutagePolicy.FallBackToMemory }, _clock);
        active.Record();
        Assert.Equal(0, active.Sums[$"hmackit.store={name}"]);

        server.Gate = new TaskCompletionSource();
        ValueTask<ReplayOutcome> slow = store.TryAddAsync(Claim("slow"));
        _clock.Advance(OutageOptions.DefaultTimeout);
        await slow;
        server.Always = ReplayOutcome.Unavailable;
        server.Gate = null;
        await store.TryAddAsync(Claim("unavailable"));
        server.Failure = new InvalidOperationException();
        for (int i = 0; i < 6; i++)
        {
            await store.TryAddAsync(Claim($"{i}"));
        }

        Assert.Equal(1, failures.Sums[$"hmackit.store={name} hmackit.reason=timeout"]);
        Assert.Equal(1, failures.Sums[$"hmackit.store={name} hmackit.reason=unavailable"]);
        Assert.Equal(3, failures.Sums[$"hmackit.store={name} hmackit.reason=error"]);
        Assert.Equal(3, fallbacks.Sums[$"hmackit.store={name}"]);
        active.Record();
        Assert.Equal(1, active.Sums[$"hmackit.store={name}"]);
        GC.KeepAlive(store);
    }

    /// <summary>All stores of the process are counted, so those of earlier tests have to be gone first: one that is collected in between would be missing.</summary>
    private static long CountClaims(Measured measured)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        measured.Record();
        return measured.Sums[""];
    }

    [Fact]
    public void The_claims_in_memory_can_be_read()
    {
        using var measured = new Measured(HmacKitTelemetry.ReplayClaimsName, "");
        var store = new MemoryReplayStore(new() { TimeProvider = _clock, Capacity = 500_000 });
        long before = CountClaims(measured);
        for (int i = 0; i < 200_000; i++)
        {
            store.TryAdd(Claim($"{i}"));
        }

        measured.Record();
        Assert.InRange(measured.Sums[""] - before, 180_000, 220_000);
        GC.KeepAlive(store);
    }

    [Fact]
    public async Task What_a_cache_remembers_of_a_stores_claims_is_not_counted_once_more()
    {
        using var measured = new Measured(HmacKitTelemetry.ReplayClaimsName, "");
        var store = new CachedReplayStore(new MemoryReplayStore(new() { TimeProvider = _clock, Capacity = 500_000 }), 500_000, _clock);
        long before = CountClaims(measured);
        for (int i = 0; i < 150_000; i++)
        {
            await store.TryAddAsync(Claim($"{i}"));
        }

        measured.Record();
        Assert.InRange(measured.Sums[""] - before, 120_000, 200_000);
        GC.KeepAlive(store);
    }

    private ReplayClaim Claim(string value) => new("scheme", "key", value, _clock.GetUtcNow(), _clock.GetUtcNow().AddMinutes(10));
}
