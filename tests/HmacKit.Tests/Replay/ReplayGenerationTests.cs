namespace HmacKit.Tests.Replay;

public sealed class ReplayGenerationTests
{
    private const int Slots = 1024;

    [Fact]
    public void A_thread_that_comes_too_late_adds_nothing_to_arrays_that_were_cleared()
    {
        var generation = new ReplayGeneration(1, new ulong[Slots], countedEvery: 1);
        Assert.Equal(ReplayOutcome.Added, Place(generation, 77));
        generation.Close();
        Array.Clear(generation.First.Slots);
        Assert.Equal(ReplayOutcome.Seen, Place(generation, 77));
        Array.Clear(generation.First.Slots);
        Assert.Equal(ReplayOutcome.Seen, Place(generation, 77, isCounted: false));
    }

    [Fact]
    public void Closing_returns_what_was_counted()
    {
        var generation = new ReplayGeneration(1, new ulong[Slots], countedEvery: 1);
        Place(generation, 1);
        Place(generation, 2);
        Place(generation, 2);
        Place(generation, 3, isCounted: false);
        Assert.Equal(2, generation.Close());
        Assert.True(generation.Counted < 0);
    }

    [Fact]
    public void Every_fingerprint_of_a_crowded_generation_is_found_whatever_segment_it_is_in()
    {
        var random = new Random(1);
        var generation = new ReplayGeneration(1, new ulong[256], countedEvery: 1);
        var fingerprints = new HashSet<ulong>();
        while (fingerprints.Count < 10_000)
        {
            fingerprints.Add((ulong)random.NextInt64(1, long.MaxValue));
        }

        Assert.All(fingerprints, fingerprint => Assert.Equal(ReplayOutcome.Added, Place(generation, fingerprint)));
        Assert.True(generation.SegmentCount > 4);
        Assert.All(fingerprints, fingerprint => Assert.Equal(ReplayOutcome.Seen, Place(generation, fingerprint)));
    }

    [Fact]
    public void Fingerprints_that_all_want_one_slot_are_added_and_found()
    {
        var generation = new ReplayGeneration(1, new ulong[256], countedEvery: 1);
        ulong[] fingerprints = [.. Enumerable.Range(1, 500).Select(i => (ulong)i)];
        Assert.All(fingerprints, fingerprint => Assert.Equal(ReplayOutcome.Added, Place(generation, fingerprint)));
        Assert.All(fingerprints, fingerprint => Assert.Equal(ReplayOutcome.Seen, Place(generation, fingerprint)));
    }

    private static ReplayOutcome Place(ReplayGeneration generation, ulong fingerprint, bool isCounted = true)
    {
        ReplayOutcome? outcome;
        while ((outcome = generation.TryPlace(fingerprint, mayAdd: true, isCounted, out ReplaySegment last, out _)) is null)
        {
            Assert.Null(last.Next);
            generation.Extend(new ulong[generation.SlotCount], countedEvery: 1);
        }

        return outcome.Value;
    }
}
