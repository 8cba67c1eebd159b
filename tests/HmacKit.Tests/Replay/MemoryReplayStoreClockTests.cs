using HmacKit.Contracts;

namespace HmacKit.Tests.Replay;

public sealed class MemoryReplayStoreClockTests
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly ManualTimeProvider _clock = new();
    private readonly MemoryReplayStore _store;

    public MemoryReplayStoreClockTests() => _store = new(new() { TimeProvider = _clock });

    [Theory]
    [InlineData(-1)]
    [InlineData(-60)]
    [InlineData(-3600)]
    [InlineData(-86400 * 366)]
    public void Set_back_the_clock_makes_nothing_forgotten(int seconds)
    {
        ReplayClaim[] claims = AddedClaims(1000);
        _clock.Shift(TimeSpan.FromSeconds(seconds));
        Assert.All(claims, claim => Assert.NotEqual(ReplayOutcome.Added, Add(claim)));
        _clock.Shift(TimeSpan.FromSeconds(-seconds));
        Assert.All(claims, claim => Assert.Equal(ReplayOutcome.Seen, Add(claim)));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(601)]
    [InlineData(3600)]
    [InlineData(86400 * 366)]
    public void Set_forward_and_back_again_the_clock_lets_nothing_in_twice(int seconds)
    {
        ReplayClaim[] claims = AddedClaims(1000);
        _clock.Shift(TimeSpan.FromSeconds(seconds));
        ReplayClaim[] ahead = AddedClaims(100);
        _clock.Shift(TimeSpan.FromSeconds(-seconds));
        Assert.All(claims, claim => Assert.Equal(ReplayOutcome.Seen, Add(claim)));
        Assert.All(ahead, claim => Assert.NotEqual(ReplayOutcome.Added, Add(claim)));
    }

    [Fact]
    public void A_claim_that_ends_in_the_latest_second_that_the_store_has_seen_is_never_added_under_a_clock_that_was_set_back()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 11, 28, 4, 0, 0, TimeSpan.Zero));
        var store = new MemoryReplayStore(new() { TimeProvider = clock });
        DateTimeOffset now = clock.GetUtcNow();
        var claim = new ReplayClaim("scheme", "key", "nonce", now, now.AddSeconds(59.5));
        clock.Shift(TimeSpan.FromSeconds(60));
        store.TryAdd(new("scheme", "key", "other", now, now + Life));
        clock.Shift(TimeSpan.FromSeconds(-60));
        Assert.Equal(ReplayOutcome.Seen, store.TryAdd(claim));
        Assert.Equal(ReplayOutcome.Seen, store.TryAdd(claim));
    }

    [Fact]
    public void Claims_signed_before_what_was_forgotten_are_refused()
    {
        AddedClaims(10);
        ReplayClaim late = Claim();
        _clock.Shift(TimeSpan.FromHours(1));
        AddedClaims(1);
        _clock.Shift(TimeSpan.FromHours(-1));
        Assert.Equal(ReplayOutcome.Seen, Add(late));
    }

    [Fact]
    public void A_clock_that_jumps_about_without_end_never_makes_the_store_forget()
    {
        var live = new List<ReplayClaim>();
        for (int i = 0; i < 3000; i++)
        {
            _clock.Shift(TimeSpan.FromHours(i % 2 == 0 ? 1000 : -1001));
            ReplayClaim claim = Claim();
            if (Add(claim) == ReplayOutcome.Added)
            {
                live.Add(claim);
            }

            Assert.NotEqual(ReplayOutcome.Added, Add(live[i % live.Count]));
        }

        Assert.All(live, claim => Assert.NotEqual(ReplayOutcome.Added, Add(claim)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_slow_drift_of_either_sign_loses_and_refuses_nothing(int sign)
    {
        // Each second the clock is put right by up to 50 ms, and requests are up to 3 s old or ahead.
        var random = new Random(7);
        var recent = new Queue<ReplayClaim>();
        for (int second = 0; second < 4000; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _clock.Shift(TimeSpan.FromMilliseconds(sign * random.Next(50)));
            DateTimeOffset signed = _clock.GetUtcNow() + TimeSpan.FromMilliseconds(random.Next(-3000, 3000));
            var claim = new ReplayClaim("scheme", "key", $"{second}", signed, signed + Life);
            Assert.Equal(ReplayOutcome.Added, Add(claim));
            recent.Enqueue(claim);
            if (recent.Count > 550)
            {
                recent.Dequeue();
            }

            Assert.Equal(ReplayOutcome.Seen, Add(recent.ElementAt(random.Next(recent.Count))));
            Assert.Equal(ReplayOutcome.Seen, Add(recent.Peek()));
        }
    }

    [Fact]
    public void A_late_request_of_a_long_window_is_let_in_although_shorter_ones_of_its_time_have_expired()
    {
        Assert.Equal(ReplayOutcome.Added, Add(Claim()));
        for (int second = 0; second < 900; second++)
        {
            DateTimeOffset now = _clock.GetUtcNow();
            Assert.Equal(ReplayOutcome.Added, Add(new("short", "key", $"{second}", now, now + TimeSpan.FromSeconds(20))));
            DateTimeOffset signed = now - TimeSpan.FromSeconds(Math.Min(second, 590));
            Assert.Equal(ReplayOutcome.Added, Add(new("long", "key", $"{second}", signed, signed + Life)));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private ReplayOutcome Add(ReplayClaim claim) => _store.TryAdd(claim);

    private ReplayClaim Claim() => new("scheme", "key", Guid.NewGuid().ToString(), _clock.GetUtcNow(), _clock.GetUtcNow() + Life);

    private ReplayClaim[] AddedClaims(int count)
    {
        ReplayClaim[] claims = [.. Enumerable.Range(0, count).Select(_ => Claim())];
        Assert.All(claims, claim => Assert.Equal(ReplayOutcome.Added, Add(claim)));
        return claims;
    }
}
