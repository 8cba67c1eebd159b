using HmacKit.Testing;

namespace HmacKit.Tests.Replay;

/// <summary>A restart forgets; a store that says so refuses what it may have forgotten.</summary>
public sealed class RefuseSignedBeforeStartTests
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData(-60_000, ReplayOutcome.TooEarly)]
    [InlineData(0, ReplayOutcome.TooEarly)]
    [InlineData(29_999, ReplayOutcome.TooEarly)]
    [InlineData(30_000, ReplayOutcome.Added)]
    public async Task What_may_have_been_used_before_the_store_was_made_is_refused(int millisecondsAfterStart, ReplayOutcome expected)
    {
        DateTimeOffset start = _clock.GetUtcNow();
        var store = new MemoryReplayStore(new() { TimeProvider = _clock, RefuseSignedBeforeStart = true });
        DateTimeOffset signed = start.AddMilliseconds(millisecondsAfterStart);
        Assert.Equal(expected, await store.TryAddAsync(new("scheme", "key", "nonce", signed, signed.AddMinutes(5), Skew)));
    }

    [Fact]
    public async Task Without_the_option_nothing_is_refused_for_that()
    {
        var store = new MemoryReplayStore(new() { TimeProvider = _clock });
        DateTimeOffset signed = _clock.GetUtcNow().AddMinutes(-1);
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(new("scheme", "key", "nonce", signed, signed.AddMinutes(5), Skew)));
    }

    /// <summary>All that an attacker can have: every message that was accepted up to the restart, sent again at every time after it.</summary>
    [Fact]
    public async Task A_verifier_accepts_nothing_after_a_restart_that_it_accepted_before()
    {
        SchemeCase item = SchemeCase.Of("theone");
        var clock = new ManualTimeProvider(SchemeCase.Now);
        RequestVerifier before = Verifier(item, clock);
        clock.Advance(item.Scheme.Freshness!.MaxSkew); // past the guard of this first store
        var accepted = new List<RawRequest>();
        for (int i = 0; i < 120; i++)
        {
            DateTimeOffset signed = clock.GetUtcNow().AddSeconds((i % 3 - 1) * 29);
            RawRequest request = item.Sign(values: SchemeCase.Values with { Time = signed, Nonce = $"nonce-{i}" });
            if ((await before.VerifyAsync(request)).IsValid)
            {
                accepted.Add(request);
            }

            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(accepted.Count > 50);
        RequestVerifier after = Verifier(item, clock);
        for (int second = 0; second < 100; second++)
        {
            foreach (RawRequest request in accepted)
            {
                Assert.False((await after.VerifyAsync(request)).IsValid);
            }

            clock.Advance(TimeSpan.FromSeconds(1));
        }

        RawRequest fresh = item.Sign(values: SchemeCase.Values with { Time = clock.GetUtcNow(), Nonce = "fresh" });
        Assert.True((await after.VerifyAsync(fresh)).IsValid);
    }

    [Fact]
    public async Task The_refusal_is_the_servers_own_trouble()
    {
        SchemeCase item = SchemeCase.Of("theone");
        RequestVerifier verifier = Verifier(item, new ManualTimeProvider(SchemeCase.Now));
        Assert.Equal(VerificationStatus.ReplayStoreUnavailable, (await verifier.VerifyAsync(item.Sign())).Status);
    }

    private static RequestVerifier Verifier(SchemeCase item, TimeProvider clock) =>
        item.Verifier(new MemoryReplayStore(new() { TimeProvider = clock, RefuseSignedBeforeStart = true }), clock: clock);
}
