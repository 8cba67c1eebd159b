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
        List<ReplayClaim> added = Fill(store, capacity, out int full);
        Assert.True(added.Count >= capacity);
        Assert.True(full > 0);

        _clock.Advance(Life - TimeSpan.FromSeconds(1));
        Assert.All(added, claim => Assert.Equal(ReplayOutcome.Seen, store.TryAdd(claim)));
    }

    [Fact]
    public void A_store_that_was_full_has_room_again_once_its_claims_have_expired()
    {
        MemoryReplayStore store = Store(1000);
        int first = Fill(store, 1000, out _).Count;
        _clock.Advance(Life + TimeSpan.FromSeconds(2));

        int second = Fill(store, 1000, out _).Count;
        Assert.InRange(second, first * 0.9, first * 1.1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(13)]
    public void Days_after_it_was_full_a_store_that_was_idle_has_all_its_room(int days)
    {
        MemoryReplayStore store = Store(1000);
        Fill(store, 1000, out _);
        _clock.Advance(TimeSpan.FromDays(days));
        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal(ReplayOutcome.Added, store.TryAdd(Claim(i))));
    }

    [Fact]
    public void What_has_expired_is_swept_out_before_it_could_seem_live_again()
    {
        const uint Day = 24 * 60 * 60;
        var table = new ReplayTable(1000);
        var random = new Random(2);
        ulong[] hashes = [.. Enumerable.Range(1, 1000).Select(_ => (ulong)random.NextInt64() * 2)];
        Assert.All(hashes, hash => Assert.Equal(ReplayOutcome.Added, table.TryAdd(hash, expires: Day + 600, now: Day)));
        Assert.Equal(ReplayOutcome.Added, table.TryAdd(ulong.MaxValue, expires: 4 * Day, now: Day));

        table.Sweep(() => 2 * Day);
        Assert.Equal(ReplayOutcome.Seen, table.TryAdd(ulong.MaxValue, expires: 4 * Day, now: 2 * Day));
        Assert.All(hashes, hash => Assert.Equal(ReplayOutcome.Added, table.TryAdd(hash, expires: (11 * Day) + 600, now: 10 * Day)));
    }

    /// <summary>A day is short enough for the store never to empty itself at once, and nine of them are long enough for what expired on the first to seem live.</summary>
    [Fact]
    public void A_store_that_is_used_every_day_lets_in_again_what_expired_days_ago()
    {
        MemoryReplayStore store = Store(1000);
        Assert.Equal(ReplayOutcome.Added, store.TryAdd(Claim(0)));
        for (int day = 1; day <= 12; day++)
        {
            _clock.Advance(TimeSpan.FromDays(1));
            Assert.Equal(ReplayOutcome.Added, store.TryAdd(Claim(day)));

            // A sweep is done beside the requests, by the thread pool: what is queued behind it says that it was begun.
            using var begun = new ManualResetEventSlim();
            ThreadPool.UnsafeQueueUserWorkItem(static begun => begun.Set(), begun, preferLocal: false);
            begun.Wait();
            Assert.False(store.Holds(store.ToEntry(Claim(0))), $"remembered on day {day}");
        }

        Assert.Equal(ReplayOutcome.Added, store.TryAdd(Claim(0)));
    }

    [Fact]
    public void A_sweep_that_was_held_up_for_days_takes_out_nothing_that_has_come_since()
    {
        const uint Day = 24 * 60 * 60;
        var table = new ReplayTable(1000);
        uint latest = Day;
        table.Sweep(() =>
        {
            if (latest == Day)
            {
                latest = 9 * Day;
                Assert.Equal(ReplayOutcome.Added, table.TryAdd(ulong.MaxValue, expires: (9 * Day) + 600, latest));
                return Day;
            }

            return latest;
        });
        Assert.Equal(ReplayOutcome.Seen, table.TryAdd(ulong.MaxValue, expires: (9 * Day) + 600, latest));
    }

    [Theory]
    [InlineData(50_000)]
    [InlineData(1_000_000)]
    public void As_many_claims_as_the_capacity_always_find_room(int capacity)
    {
        // The hashes are chosen here, as if by the hash function: hashing a million names would take its time.
        var table = new ReplayTable(capacity);
        var random = new Random(1);
        for (int i = 0; i < capacity; i++)
        {
            Assert.Equal(ReplayOutcome.Added, table.TryAdd((ulong)random.NextInt64() * 2, expires: 1000, now: 1));
        }

        Assert.InRange(table.Bytes, 16L * capacity, 18L * capacity);
    }

    [Fact]
    public void Hashes_that_all_want_one_bucket_spill_into_the_next_ones_and_are_found_there()
    {
        var table = new ReplayTable(1000);
        ulong[] hashes = [.. Enumerable.Range(1, 100).Select(i => (ulong)i)];
        Assert.All(hashes, hash => Assert.Equal(ReplayOutcome.Added, table.TryAdd(hash, expires: (uint)(100 + hash), now: 1)));
        Assert.All(hashes, hash => Assert.Equal(ReplayOutcome.Seen, table.TryAdd(hash, expires: (uint)(100 + hash), now: 100)));

        // Those in the first buckets have expired, and free their places; those behind them are still found.
        Assert.All(hashes[60..], hash => Assert.Equal(ReplayOutcome.Seen, table.TryAdd(hash, expires: (uint)(100 + hash), now: 155)));
        Assert.Equal(ReplayOutcome.Added, table.TryAdd(1000, expires: 300, now: 155));
        Assert.All(hashes[60..], hash => Assert.Equal(ReplayOutcome.Seen, table.TryAdd(hash, expires: (uint)(100 + hash), now: 155)));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 44)]
    [InlineData(1UL << 63)]
    public void Hashes_at_the_edges_are_added_once(ulong hash)
    {
        var table = new ReplayTable(10);
        Assert.Equal(ReplayOutcome.Added, table.TryAdd(hash, expires: 1 << 20, now: (1 << 20) - 5));
        Assert.Equal(ReplayOutcome.Seen, table.TryAdd(hash, expires: 1 << 20, now: (1 << 20) - 5));
        Assert.Equal(ReplayOutcome.Added, table.TryAdd(hash, expires: (1 << 20) + 9, now: 1 << 20));
    }

    [Fact]
    public void Threads_that_fill_a_store_together_lose_no_claim()
    {
        const int Capacity = 5000;
        const int Threads = 4;
        MemoryReplayStore store = Store(Capacity);
        var added = new List<ReplayClaim>[Threads];
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
            added[thread] = [.. Enumerable.Range(0, Capacity).Select(i => Claim((thread * Capacity) + i)).Where(claim => store.TryAdd(claim) == ReplayOutcome.Added)]);

        Assert.True(added.Sum(list => list.Count) >= Capacity);
        Assert.All(added.SelectMany(list => list), claim => Assert.Equal(ReplayOutcome.Seen, store.TryAdd(claim)));
    }

    [Fact]
    public void A_claim_that_would_have_to_be_held_too_long_is_never_added()
    {
        MemoryReplayStore store = Store(10);
        DateTimeOffset now = _clock.GetUtcNow();
        TimeSpan longest = MemoryReplayStore.MaxRetention;
        Assert.Equal(ReplayOutcome.Full, store.TryAdd(new("s", "k", "1", now, now + longest + TimeSpan.FromSeconds(2))));
        Assert.Equal(ReplayOutcome.Full, store.TryAdd(new("s", "k", "4", DateTimeOffset.MinValue, DateTimeOffset.MaxValue)));
        Assert.Equal(ReplayOutcome.Full, store.TryAdd(new("s", "k", "5", DateTimeOffset.MaxValue, DateTimeOffset.MaxValue)));
        Assert.Equal(ReplayOutcome.Added, store.TryAdd(new("s", "k", "6", now, now + longest - TimeSpan.FromSeconds(2))));
    }

    private List<ReplayClaim> Fill(MemoryReplayStore store, int capacity, out int full)
    {
        var added = new List<ReplayClaim>();
        full = 0;
        for (int i = 0; i < (4 * capacity) + 1000; i++)
        {
            ReplayClaim claim = Claim(i);
            ReplayOutcome outcome = store.TryAdd(claim);
            Assert.NotEqual(ReplayOutcome.Seen, outcome);
            if (outcome == ReplayOutcome.Added)
            {
                added.Add(claim);
            }
            else
            {
                full++;
            }
        }

        return added;
    }

    private MemoryReplayStore Store(int capacity) => new(new() { Capacity = capacity, TimeProvider = _clock });

    private ReplayClaim Claim(int number) => new("scheme", "key", $"nonce-{number}", _clock.GetUtcNow(), _clock.GetUtcNow() + Life);
}
