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
