namespace HmacKit;

/// <summary>
/// What keeps requests from waiting: large arrays are made, cleared and put in place on the thread pool, shortly before
/// they are needed. If it comes too late, requests help themselves with small ones.
/// </summary>
internal sealed partial class ReplayGenerations : IThreadPoolWorkItem
{
    // What a generation begins with while there is nothing to go by.
    private const int MinSlots = 512;

    // At half full, nearly every claim finds its slot in the first line of memory that it looks at.
    private const int SlotsPerClaim = 2;

    private readonly SlotArrays _arrays = new();
    private ReplayGeneration? _dropped;
    private int _isTending;

    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            ClearDropped();
            foreach (ReplayGeneration? generation in _table)
            {
                if (generation is not null)
                {
                    Tend(generation);
                }
            }
        }
        catch (OutOfMemoryException)
        {
            // Requests go on with small arrays. Thrown here it would end the process.
        }
        finally
        {
            Volatile.Write(ref _isTending, 0);
        }
    }

    // A call that finds the work under way may be lost; what asked for it still holds at the next one.
    private void QueueTending()
    {
        if (Volatile.Read(ref _isTending) == 0 && Interlocked.Exchange(ref _isTending, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    // From the middle of a generation on, the size of the next one can be told.
    private void LookAhead(ReplayGeneration generation, long counted, long signed, long now)
    {
        long elapsed = signed - (generation.Number * _width);
        if (generation.ExpectedNext == 0 && elapsed >= _width / 2)
        {
            long atThisRate = (long)((double)counted * _width / elapsed);
            generation.ExpectedNext = Math.Max(1, Math.Max(atThisRate, Expected(generation.Number + 1, now)));
        }

        if (generation.IsNearlyFull(counted) || (generation.ExpectedNext != 0 && !generation.IsFollowed))
        {
            QueueTending();
        }
    }

    // What the generation before it has, and what the last whole one by the clock has: the one tells where requests come
    // late, the other where the first to come was signed by a clock ahead of ours.
    private long Expected(long number, long now) => Math.Max(CountedIn(number - 1), CountedIn((now / _width) - 1));

    private long CountedIn(long number) => Find(number)?.Counted ?? 0;

    // No more can come than there is room for; in a store that is nearly full, as much as makes room meanwhile.
    private int SlotsFor(long counted)
    {
        long room = Math.Max(_capacity - Volatile.Read(ref _counted), _capacity / PerRetention);
        long coming = Math.Clamp(counted, 0, room);
        return Math.Max(MinSlots, (int)(coming * _countedEvery * SlotsPerClaim) + ReplaySegment.Window);
    }

    // For a generation that nobody foresaw, so with the lock and on a request.
    private ulong[] FirstSlots(long number, long now)
    {
        int length = SlotsFor(Expected(number, now));
        return _arrays.TryTake(length) ?? new ulong[Math.Min(length, MaxSlotsOnRequest)];
    }

    private void ClearDropped()
    {
        ReplayGeneration? dropped;
        lock (_gate)
        {
            dropped = _dropped;
            _dropped = null;
        }

        for (; dropped is not null; dropped = dropped.NextDropped)
        {
            for (ReplaySegment? segment = dropped.First; segment is not null; segment = segment.Next)
            {
                Recycle(segment.Slots);
            }
        }
    }

    private void Recycle(ulong[] slots)
    {
        lock (_gate)
        {
            if (!_arrays.HasUseFor(slots.Length))
            {
                return;
            }
        }

        Array.Clear(slots);
        lock (_gate)
        {
            _arrays.Keep(slots);
        }
    }

    private void Tend(ReplayGeneration generation)
    {
        if (generation.IsNearlyFull(generation.Counted))
        {
            ulong[] slots = TakeOrMake(generation.SlotCount);
            lock (_gate)
            {
                generation.Extend(slots, _countedEvery);
            }
        }

        if (generation.ExpectedNext is > 0 and var expected && !generation.IsFollowed)
        {
            generation.IsFollowed = true;
            if (Find(generation.Number + 1) is null)
            {
                int length = SlotsFor(expected);
                ulong[] slots = TakeOrMake(length);
                lock (_gate)
                {
                    OpenLocked(generation.Number + 1, now: 0, slots, out _);
                    _arrays.Trim(length);
                }
            }
        }
    }

    private ulong[] TakeOrMake(int length)
    {
        lock (_gate)
        {
            if (_arrays.TryTake(length) is { } spare)
            {
                return spare;
            }
        }

        // Clearing touches the pages of a new array, or the first requests to use it would have to wait for them.
        ulong[] made = new ulong[length];
        Array.Clear(made);
        return made;
    }
}
