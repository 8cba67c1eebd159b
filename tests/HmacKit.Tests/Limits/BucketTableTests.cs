using HmacKit.Contracts;

namespace HmacKit.Tests.Limits;

public sealed class BucketTableTests
{
    private static readonly TokenSchedule Schedule = BucketLimit.PerSecond(1).Schedule;

    private readonly ManualTimeProvider _time = new();
    private readonly BucketTable _table = new(1);
    private readonly LimitClock _clock;

    public BucketTableTests() => _clock = new LimitClock(_time);

    [Fact]
    public void A_fingerprint_keeps_its_place()
    {
        int place = Add(5);
        Assert.Equal(5, _table.FingerprintAt(place));
        Assert.Equal(place, Add(5));
        Assert.NotEqual(place, Add(6));
    }

    [Theory]
    [InlineData(1, 256)]
    [InlineData(100, 480)]
    [InlineData(1000, 2504)]
    public void Every_place_has_a_number_of_its_own_and_all_of_them_are_taken_in_the_end(int buckets, int places)
    {
        var table = new BucketTable(buckets);
        Assert.Equal(places, BucketTable.PlacesFor(buckets));
        int[] numbers = [.. Enumerable.Range(1, 50 * places).Select(i => table.FindOrAdd(i * 0x1E3779B97F4A7C15, Schedule, _clock)).Where(place => place >= 0).Select(table.NumberOf).Order()];
        Assert.Equal(Enumerable.Range(0, places), numbers);
    }

    [Fact]
    public void Two_rows_for_each_keep_a_table_so_even_that_four_fifths_of_it_are_taken_before_one_is_refused()
    {
        var table = new BucketTable(1000);
        int taken = Enumerable.Range(1, 5000).TakeWhile(i => table.FindOrAdd(i * 0x1E3779B97F4A7C15, Schedule, _clock) >= 0).Count();
        Assert.InRange(taken, 2504 * 4 / 5, 2504);
    }

    [Fact]
    public void A_stranger_takes_over_the_bucket_of_its_rows_that_is_full_soonest_with_what_that_one_lacks()
    {
        TokenSchedule schedule = BucketLimit.PerHour(1000).Schedule;
        var table = new BucketTable(1, isForStrangers: true);
        var places = new Dictionary<int, long>();
        for (int i = 1; places.Count < 256; i++)
        {
            int place = table.FindOrAdd(i * 0x1E3779B97F4A7C15, schedule, _clock);
            long state = table.ReadState(place);
            long fuller = schedule.FullAt(_clock.Now() + (i * TimeSpan.TicksPerSecond));
            Assert.True(places.ContainsKey(place) || table.TryChange(place, table.FingerprintAt(place), state, fuller));
            places[place] = table.ReadState(place);
        }

        for (int i = 100_000; i < 100_100; i++)
        {
            int place = table.FindOrAdd(i * 0x1E3779B97F4A7C15, schedule, _clock);
            Assert.Equal(i * 0x1E3779B97F4A7C15, table.FingerprintAt(place));
            Assert.Equal(schedule.FullAfter(places[place]), table.ReadState(place));
            int row = table.NumberOf(place) / 8;
            Assert.DoesNotContain(places, other => table.NumberOf(other.Key) / 8 == row && other.Value < places[place]);
            places[place] = table.ReadState(place);
        }
    }

    [Fact]
    public void Where_no_stranger_of_its_rows_has_a_token_left_a_newcomer_gets_no_place()
    {
        TokenSchedule schedule = BucketLimit.PerSecond(5).Schedule;
        var table = new BucketTable(1, isForStrangers: true);
        long empty = schedule.FullAt(_clock.Now() + TimeSpan.TicksPerSecond);
        var places = new HashSet<int>();
        for (int i = 1; places.Count < 256; i++)
        {
            int place = table.FindOrAdd(i * 0x1E3779B97F4A7C15, schedule, _clock);
            if (place >= 0 && places.Add(place))
            {
                Assert.True(table.TryChange(place, i * 0x1E3779B97F4A7C15, table.ReadState(place), empty));
            }
        }

        Assert.All(Enumerable.Range(100_000, 100), i => Assert.True(table.FindOrAdd(i * 0x1E3779B97F4A7C15, schedule, _clock) < 0));
    }

    [Fact]
    public void The_state_of_a_place_that_got_another_owner_cannot_be_changed_by_the_old_one()
    {
        int place = Add(1);
        long state = _table.ReadState(place);
        Assert.True(_table.TryChange(place, 1, state, state + 1));
        long newOwner = AddUntilTaken(place);
        Assert.False(_table.TryChange(place, 1, state + 1, state + 2));

        // The old owner may have found its place before that, and have read the state after it.
        state = _table.ReadState(place);
        Assert.False(_table.TryChange(place, 1, state, state + 1));
        Assert.False(_table.TryChange(place, 1, state, state));
        Assert.True(_table.TryChange(place, newOwner, state, state));
        Assert.True(_table.TryChange(place, newOwner, state, state + 1));
        Assert.False(_table.TryChange(place, newOwner, state, state));
    }

    [Fact]
    public void A_new_owner_starts_with_a_state_above_all_of_the_old_one()
    {
        int place = Add(1);
        for (int i = 0; i < 20; i++)
        {
            long before = _table.ReadState(place);
            AddUntilTaken(place);
            Assert.True(_table.ReadState(place) > before);
        }
    }

    [Fact]
    public void A_place_that_is_locked_gets_no_other_owner()
    {
        int place = Add(1);
        _table.Lock(place);
        long state = _table.ReadLocked(place);
        Advance();
        for (long fingerprint = 2; fingerprint < 1000; fingerprint++)
        {
            Add(fingerprint);
        }

        Assert.Equal(1, _table.FingerprintAt(place));
        _table.Unlock(place, state);
        Assert.Equal(state, _table.ReadState(place));
    }

    [Fact]
    public async Task Who_reads_the_state_of_a_locked_place_waits_until_it_is_unlocked()
    {
        int place = Add(1);
        _table.Lock(place);
        Task<long> reader = Task.Factory.StartNew(() => _table.ReadState(place), TaskCreationOptions.LongRunning);
        Assert.NotSame(reader, await Task.WhenAny(reader, Task.Delay(50)));
        _table.Unlock(place, 77);
        Assert.Equal(77, await reader);
    }

    [Fact]
    public void Of_threads_that_want_one_place_at_once_one_gets_it()
    {
        // Fingerprints with the same upper bits have their first row in common. The threads go through the rows side by
        // side, as well as the machine lets them, so that each time both are after the same place.
        const int Each = 16_000;
        var table = new BucketTable(20_000);
        for (int round = 0; round < 8; round++)
        {
            Advance();
            int[][] places = [new int[Each], new int[Each]];
            int[] at = new int[2];
            AtOnce.Run(2, thread =>
            {
                for (int i = 0; i < Each; i++)
                {
                    Volatile.Write(ref at[thread], i);
                    for (int spin = 0; spin < 100 && Volatile.Read(ref at[1 - thread]) < i; spin++)
                    {
                        Thread.SpinWait(1);
                    }

                    places[thread][i] = table.FindOrAdd(Fingerprint(thread, i), Schedule, _clock);
                }
            });
            for (int thread = 0; thread < 2; thread++)
            {
                for (int i = 0; i < Each; i++)
                {
                    Assert.True(places[thread][i] < 0 || table.FingerprintAt(places[thread][i]) == Fingerprint(thread, i), $"round {round}, {thread}/{i}");
                }
            }

            long Fingerprint(int thread, int i) => ((long)i << 49) | (uint)((round * 2) + thread + 1);
        }
    }

    [Fact]
    public void One_fingerprint_that_threads_bring_at_once_gets_one_place()
    {
        const int Each = 20_000;
        var table = new BucketTable(Each);
        int[][] places = [new int[Each], new int[Each]];
        AtOnce.Run(2, thread =>
        {
            for (int i = 0; i < Each; i++)
            {
                places[thread][i] = table.FindOrAdd((i + 1) * 0x1234567890ABCDF, Schedule, _clock);
            }
        });
        Assert.Equal(places[0], places[1]);
    }

    private int Add(long fingerprint) => _table.FindOrAdd(fingerprint, Schedule, _clock);

    /// <summary>Lets all buckets be full again, and has others come until one of them takes this place.</summary>
    private long AddUntilTaken(int place)
    {
        long owner = _table.FingerprintAt(place);
        Advance();
        for (long fingerprint = owner + 1; ; fingerprint++)
        {
            if (Add(fingerprint) == place)
            {
                return fingerprint;
            }
        }
    }

    private void Advance()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        _clock.Now();
    }
}
