namespace HmacKit.Tests.Replay;

/// <summary>A key that signs more than the memory holds must not have the requests of the others refused.</summary>
public sealed class ReplayShareTests
{
    private const int Capacity = 5_000;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly ManualTimeProvider _clock = new();

    // One key in 64 falls into the group of the one that floods. 16 of 200 would be five times as many as are to be expected.
    private const int MaxOthersInTheSameGroup = 16;

    [Fact]
    public void One_key_that_floods_the_memory_leaves_room_for_the_others()
    {
        MemoryReplayStore store = Store();
        int held = Flood(store, "thief", 6 * Capacity);
        Assert.InRange(held, Capacity, (int)(2 * Capacity * 0.85));

        // Which places a claim may take depends on a random key: one in some hundreds may still find one.
        Assert.InRange(Enumerable.Range(0, 100).Count(i => store.TryAdd(Claim("thief", $"one more {i}")) == ReplayOutcome.Added), 0, 10);
        Assert.InRange(CountRefused(store), 0, MaxOthersInTheSameGroup);
    }

    [Fact]
    public void Two_keys_that_flood_it_leave_room_too()
    {
        MemoryReplayStore store = Store();
        foreach (int thief in Enumerable.Range(0, 2))
        {
            Flood(store, $"thief {thief}", 6 * Capacity);
        }

        Assert.InRange(CountRefused(store), 0, 2 * MaxOthersInTheSameGroup);
    }

    [Fact]
    public void The_same_key_id_of_another_scheme_is_another_key()
    {
        MemoryReplayStore store = Store();
        Flood(store, "", 6 * Capacity);
        int refused = Enumerable.Range(0, 200).Count(i => store.TryAdd(Claim("", "event", $"scheme {i}")) != ReplayOutcome.Added);
        Assert.InRange(refused, 0, MaxOthersInTheSameGroup);
    }

    [Fact]
    public void A_key_that_is_alone_has_room_for_all_that_the_capacity_promises()
    {
        MemoryReplayStore store = Store();
        for (int i = 0; i < Capacity; i++)
        {
            Assert.Equal(ReplayOutcome.Added, store.TryAdd(Claim("alone", $"nonce {i}")));
        }
    }

    [Fact]
    public void What_was_added_before_and_after_the_flood_is_refused_the_second_time()
    {
        MemoryReplayStore store = Store();
        List<ReplayClaim> added = [.. Added(store, "early", 200)];
        Flood(store, "thief", 6 * Capacity);
        added.AddRange(Added(store, "late", 100));
        Assert.True(added.Count >= 200);
        Assert.All(added, claim => Assert.Equal(ReplayOutcome.Seen, store.TryAdd(claim)));
    }

    [Fact]
    public void Once_the_flood_has_expired_its_key_has_room_again()
    {
        MemoryReplayStore store = Store();
        int first = Flood(store, "thief", 6 * Capacity);
        _clock.Advance(Life + TimeSpan.FromSeconds(2));
        Assert.InRange(Flood(store, "thief", 6 * Capacity), first * 9 / 10, first * 11 / 10);
    }

    private int Flood(MemoryReplayStore store, string keyId, int count) =>
        Enumerable.Range(0, count).Count(i => store.TryAdd(Claim(keyId, $"flood {i}")) == ReplayOutcome.Added);

    private int CountRefused(MemoryReplayStore store) =>
        Enumerable.Range(0, 200).Count(i => store.TryAdd(Claim($"partner {i}", "nonce")) != ReplayOutcome.Added);

    private IEnumerable<ReplayClaim> Added(MemoryReplayStore store, string keyId, int count) =>
        Enumerable.Range(0, count).Select(i => Claim(keyId, $"nonce {i}")).Where(claim => store.TryAdd(claim) == ReplayOutcome.Added);

    private MemoryReplayStore Store() => new(new() { Capacity = Capacity, TimeProvider = _clock });

    private ReplayClaim Claim(string keyId, string value, string scheme = "scheme") => new(scheme, keyId, value, _clock.GetUtcNow(), _clock.GetUtcNow() + Life);
}
