namespace HmacKit.Tests.Replay;

public sealed class ReplayTableTests
{
    private const int Buckets = 25; // the home bucket, and 24 into which it may spill

    private readonly ReplayTable _table = new(10);

    [Fact]
    public void Of_the_15_places_of_a_bucket_one_key_gets_12_the_next_one_2_and_a_third_one_the_last()
    {
        int[] held = [.. Enumerable.Range(0, 5).Select(key => Enumerable.Range(1, 1000).Count(i => Add(Hash(i, key), expires: 600) == ReplayOutcome.Added))];
        Assert.Equal([12 * Buckets, 2 * Buckets, Buckets, 0, 0], held);
        Assert.Equal(ReplayOutcome.Full, Add(Hash(2000, key: 0), expires: 600));
    }

    [Fact]
    public void What_is_in_the_last_bucket_of_a_full_chain_is_found_there()
    {
        for (int i = 1; i <= 12 * Buckets; i++)
        {
            Assert.Equal(ReplayOutcome.Added, Add(Hash(i, key: 0), expires: 600));
            Assert.True(_table.Contains(Hash(i, key: 0), now: 1));
        }

        Assert.All(Enumerable.Range(1, 12 * Buckets), i => Assert.Equal(ReplayOutcome.Seen, Add(Hash(i, key: 0), expires: 600)));
        Assert.All(Enumerable.Range(1, 12 * Buckets), i => Assert.True(_table.Contains(Hash(i, key: 0), now: 1)));
        Assert.False(_table.Contains(Hash(2000, key: 0), now: 1));
        Assert.False(_table.Contains(Hash(1, key: 0), now: 600));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(150)]
    [InlineData(300)]
    public void A_place_that_is_free_again_in_a_full_chain_is_taken(int number)
    {
        for (int i = 1; i <= 12 * Buckets; i++)
        {
            Add(Hash(i, key: 0), expires: (uint)(i == number ? 50 : 600));
        }

        Assert.Equal(ReplayOutcome.Full, Add(Hash(2000, key: 0), expires: 600, now: 49));
        Assert.Equal(ReplayOutcome.Added, Add(Hash(2000, key: 0), expires: 600, now: 50));
        Assert.Equal(ReplayOutcome.Full, Add(Hash(2001, key: 0), expires: 600, now: 50));
        Assert.Equal(ReplayOutcome.Seen, Add(Hash(2000, key: 0), expires: 600, now: 50));
    }

    [Fact]
    public void A_value_lives_as_long_as_the_claim_of_it_that_expires_last()
    {
        Assert.Equal(ReplayOutcome.Added, Add(1, expires: 100));
        Assert.Equal(ReplayOutcome.Seen, Add(1, expires: 300));
        Assert.Equal(ReplayOutcome.Seen, Add(1, expires: 200));
        Assert.True(_table.Contains(1, now: 299));
        Assert.False(_table.Contains(1, now: 300));
        Assert.Equal(ReplayOutcome.Added, Add(1, expires: 400, now: 300));
    }

    [Fact]
    public void A_value_in_a_bucket_that_was_spilled_into_is_found_as_long_as_the_later_claim_of_it_lives()
    {
        for (int i = 1; i <= 13; i++)
        {
            Add(Hash(i, key: 0), expires: 100);
        }

        Assert.Equal(ReplayOutcome.Seen, Add(Hash(13, key: 0), expires: 300));
        Assert.True(_table.Contains(Hash(13, key: 0), now: 299));
        Assert.Equal(ReplayOutcome.Seen, Add(Hash(13, key: 0), expires: 300, now: 299));
    }

    [Fact]
    public void Live_values_are_counted_exactly_in_a_small_table_and_within_a_twentieth_in_a_large_one()
    {
        var random = new Random(3);
        Assert.Equal(3000, Filled(new ReplayTable(20_000), 3000).EstimateCount(now: 1));
        Assert.InRange(Filled(new ReplayTable(100_000), 100_000).EstimateCount(now: 1), 95_000, 105_000);
        Assert.Equal(0, Filled(new ReplayTable(100_000), 100_000).EstimateCount(now: 600));

        ReplayTable Filled(ReplayTable table, int count)
        {
            for (int i = 0; i < count; i++)
            {
                table.TryAdd((ulong)random.NextInt64() * 2, expires: 600, now: 1);
            }

            return table;
        }
    }

    [Fact]
    public void A_table_that_is_cleared_has_forgotten_all()
    {
        for (int i = 1; i <= 12 * Buckets; i++)
        {
            Add(Hash(i, key: 0), expires: 600);
        }

        _table.Clear();
        Assert.Equal(0, _table.EstimateCount(now: 1));
        Assert.All(Enumerable.Range(1, 12 * Buckets), i => Assert.Equal(ReplayOutcome.Added, Add(Hash(i, key: 0), expires: 600)));
    }

    [Fact]
    public void A_sweep_takes_out_what_has_expired_to_the_last_bucket()
    {
        const uint Day = 24 * 60 * 60;
        ulong[] hashes = [.. Enumerable.Range(1, 12 * Buckets).Select(i => ulong.MaxValue - Hash(i, key: 0))];
        Assert.All(hashes, hash => Assert.Equal(ReplayOutcome.Added, Add(hash, expires: Day)));
        _table.Sweep(() => 2 * Day);

        // The expiry of what is left would have come round after 2^20 seconds.
        Assert.All(hashes, hash => Assert.False(_table.Contains(hash, now: (1 << 20) + 1)));
        Assert.Equal(0, _table.EstimateCount(now: (1 << 20) + 1));
    }

    private static ulong Hash(int number, int key) => ((ulong)number << ReplayTable.KeyBits) | (uint)key;

    private ReplayOutcome Add(ulong hash, uint expires, uint now = 1) => _table.TryAdd(hash, expires, now);
}
