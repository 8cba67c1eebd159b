using HmacKit.Contracts;

namespace HmacKit.Tests.Replay;

public sealed class MemoryReplayStoreBoundsTests
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(20_000)]
    public void A_full_store_refuses_new_claims_and_forgets_none(int capacity)
    {
        MemoryReplayStore store = Store(capacity);
        ReplayClaim[] claims = [.. Enumerable.Range(0, capacity).Select(Claim)];
        Assert.All(claims, claim => Assert.Equal(ReplayOutcome.Added, store.TryAdd(claim)));
        Assert.Equal(capacity, store.Count);
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(ReplayOutcome.Full, store.TryAdd(Claim(capacity + i)));
        }

        _clock.Advance(Life - TimeSpan.FromTicks(1));
        Assert.Equal(ReplayOutcome.Full, store.TryAdd(Claim(-1)));
        Assert.All(claims, claim => Assert.Equal(ReplayOutcome.Seen, store.TryAdd(claim)));
        Assert.Equal(capacity, store.Count);
    }

    [Fact]
    public void A_full_store_has_room_again_for_as_many_as_have_expired()
    {
        MemoryReplayStore store = Store(1000);
        ReplayClaim[] early = [.. Enumerable.Range(0, 400).Select(Claim)];
        Assert.All(early, claim => Assert.Equal(ReplayOutcome.Added, store.TryAdd(claim)));
        _clock.Advance(TimeSpan.FromMinutes(5));
        ReplayClaim[] late = [.. Enumerable.Range(1000, 600).Select(Claim)];
        Assert.All(late, claim => Assert.Equal(ReplayOutcome.Added, store.TryAdd(claim)));
        Assert.Equal(ReplayOutcome.Full, store.TryAdd(Claim(-1)));

        _clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(400, Enumerable.Range(2000, 1000).Count(i => store.TryAdd(Claim(i)) == ReplayOutcome.Added));
        Assert.All(early, claim => Assert.Equal(ReplayOutcome.Seen, store.TryAdd(claim)));
        Assert.All(late, claim => Assert.Equal(ReplayOutcome.Seen, store.TryAdd(claim)));
    }

    [Fact]
    public void A_large_store_is_full_within_two_per_cent_of_its_capacity()
    {
        // The fingerprints are chosen here, as if by the hash function: hashing a million names would take its time.
        const int Capacity = 1_000_001;
        var random = new Random(1);
        var generations = new ReplayGenerations(TimeSpan.TicksPerHour, Capacity);
        long now = DateTime.UnixEpoch.Ticks;
        int added = Enumerable.Range(0, Capacity / 10 * 11).Count(
            _ => generations.TryPlace((ulong)random.NextInt64(), now, 1, now) == ReplayOutcome.Added);
        Assert.InRange(added, Capacity * 0.98, Capacity * 1.02);
        Assert.InRange(generations.Count, Capacity * 0.98, Capacity * 1.02);
    }

    [Fact]
    public void Threads_that_fill_a_store_together_get_no_further_than_one_claim_each()
    {
        const int Capacity = 5000;
        const int Threads = 4;
        MemoryReplayStore store = Store(Capacity);
        int added = 0;
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            for (int i = 0; i < Capacity; i++)
            {
                if (store.TryAdd(Claim((thread * Capacity) + i)) == ReplayOutcome.Added)
                {
                    Interlocked.Increment(ref added);
                }
            }
        });

        Assert.InRange(added, Capacity, Capacity + Threads);
    }

    [Fact]
    public void A_claim_that_would_have_to_be_held_longer_than_the_retention_is_never_added()
    {
        MemoryReplayStore store = Store(10);
        DateTimeOffset now = _clock.GetUtcNow();
        TimeSpan tick = TimeSpan.FromTicks(1);
        Assert.Equal(ReplayOutcome.Full, store.TryAdd(new("s", "k", "1", now, now + store.Retention + tick)));
        Assert.Equal(ReplayOutcome.Full, store.TryAdd(new("s", "k", "2", now - tick, now + store.Retention)));
        Assert.Equal(ReplayOutcome.Full, store.TryAdd(new("s", "k", "3", now + store.Retention + tick, now + store.Retention + tick)));
        Assert.Equal(ReplayOutcome.Full, store.TryAdd(new("s", "k", "4", DateTimeOffset.MinValue, DateTimeOffset.MaxValue)));
        Assert.Equal(ReplayOutcome.Full, store.TryAdd(new("s", "k", "5", DateTimeOffset.MaxValue, DateTimeOffset.MaxValue)));
        Assert.Equal(0, store.Count);
        Assert.Equal(ReplayOutcome.Added, store.TryAdd(new("s", "k", "6", now, now + store.Retention)));
        Assert.Equal(ReplayOutcome.Added, store.TryAdd(new("s", "k", "7", now + store.Retention, now + store.Retention + store.Retention)));
    }

    [Fact]
    public void A_store_that_was_idle_counts_only_what_is_new()
    {
        MemoryReplayStore store = Store(1000);
        Assert.All(Enumerable.Range(0, 900), i => Assert.Equal(ReplayOutcome.Added, store.TryAdd(Claim(i))));
        _clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(ReplayOutcome.Added, store.TryAdd(Claim(1)));
        Assert.Equal(1, store.Count);
    }

    private MemoryReplayStore Store(int capacity) => new(new() { Capacity = capacity, TimeProvider = _clock });

    private ReplayClaim Claim(int number) => new("scheme", "key", $"nonce-{number}", _clock.GetUtcNow(), _clock.GetUtcNow() + Life);
}
