namespace HmacKit.Tests.Replay;

public sealed class ReplayGenerationsTests
{
    private const long Width = TimeSpan.TicksPerSecond;
    private const long Retention = Width * ReplayGenerations.PerRetention;

    // A whole number of generations after the year 1, as all times here.
    private static readonly long Start = DateTime.UnixEpoch.Ticks / Width * Width;

    private readonly Random _random = new(1);

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData(0xFFFF_FFFF_0000_0000UL)]
    public void Fingerprints_at_the_edges_are_added_once(ulong fingerprint)
    {
        var generations = new ReplayGenerations(Retention, capacity: 10);
        Assert.Equal(ReplayOutcome.Added, generations.TryPlace(fingerprint, Start, Retention, Start));
        Assert.Equal(ReplayOutcome.Seen, generations.TryPlace(fingerprint, Start, Retention, Start));
    }

    [Fact]
    public void A_generation_begins_as_large_as_the_last_whole_one_was_even_if_its_first_claim_comes_early()
    {
        const int Claims = 5000;
        var generations = new ReplayGenerations(Retention, capacity: 100_000);
        for (int i = 0; i < Claims; i++)
        {
            long signed = Start + (Width / Claims * i);
            Assert.Equal(ReplayOutcome.Added, generations.TryPlace(Any(), signed, Retention, signed));
        }

        long now = Start + Width;
        Assert.Equal(ReplayOutcome.Added, generations.TryPlace(Any(), now + (3 * Width), Retention, now));
        ReplayGeneration early = generations.Find((now / Width) + 3)!;
        Assert.Equal(1, early.SegmentCount);
        Assert.InRange(early.SlotCount, 2 * Claims * 0.8, 2 * Claims * 1.5);
    }

    [Fact]
    public void A_generation_begins_as_large_as_its_predecessor_where_all_requests_come_late()
    {
        const int Claims = 5000;
        var generations = new ReplayGenerations(Retention, capacity: 100_000);
        for (int i = 0; i < Claims; i++)
        {
            // In the first half alone, so that nothing is prepared ahead.
            long signed = Start + (Width / 2 / Claims * i);
            Assert.Equal(ReplayOutcome.Added, generations.TryPlace(Any(), signed, Retention, signed + (10 * Width)));
        }

        Assert.Equal(ReplayOutcome.Added, generations.TryPlace(Any(), Start + Width, Retention, Start + (11 * Width)));
        ReplayGeneration next = generations.Find((Start / Width) + 1)!;
        Assert.Equal(1, next.SegmentCount);
        Assert.InRange(next.SlotCount, 2 * Claims * 0.8, 2 * Claims * 1.5);
    }

    [Fact]
    public void After_a_burst_the_next_generation_takes_no_more_memory_than_there_is_room_for()
    {
        const int Capacity = 6400;
        var generations = new ReplayGenerations(Retention, Capacity);
        for (int i = 0; i < Capacity; i++)
        {
            Assert.Equal(ReplayOutcome.Added, generations.TryPlace(Any(), Start, Retention, Start));
        }

        Assert.Equal(ReplayOutcome.Full, generations.TryPlace(Any(), Start + (2 * Width), Retention, Start + Width));
        Assert.InRange(generations.Find((Start / Width) + 2)!.SlotCount, 1, 1000);
    }

    [Fact]
    public void A_generation_that_was_dropped_is_never_opened_again()
    {
        var generations = new ReplayGenerations(Retention, capacity: 10);
        Assert.Equal(ReplayOutcome.Added, generations.TryPlace(1, Start, Width, Start));
        Assert.Equal(ReplayOutcome.Added, generations.TryPlace(2, Start + (2 * Width), Width, Start + (2 * Width)));
        Assert.Null(generations.Find(Start / Width));
        Assert.Equal(ReplayOutcome.Seen, generations.TryPlace(1, Start, Width, Start));
        Assert.Equal(ReplayOutcome.Seen, generations.TryPlace(3, Start, Width, Start));
        Assert.Equal(1, generations.Count);
    }

    private ulong Any() => (ulong)_random.NextInt64();
}
