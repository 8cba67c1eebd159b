namespace HmacKit;

/// <summary>
/// What a caller has taken within a window: a ring of groups in an array that is its owner's, so that nothing is allocated.
/// Its user has it locked.
/// </summary>
internal readonly ref struct WindowLog
{
    private const int Owner = 0;
    private const int First = 1;
    private const int Count = 2;
    private const int Taken = 3;
    private const int LastBegan = 4;
    private const int Header = 5;

    private readonly WindowSchedule _schedule;
    private readonly long[]? _words;

    /// <summary>The log of a caller at a time; what is over is taken out.</summary>
    /// <param name="schedule">The window's numbers.</param>
    /// <param name="words">The array, as long as <see cref="LengthFor"/> says or longer; null if the caller has taken nothing.</param>
    /// <param name="owner">Whose it is: what another one left is cleared.</param>
    /// <param name="now">The time in ticks.</param>
    public WindowLog(WindowSchedule schedule, long[]? words, long owner, long now)
    {
        _schedule = schedule;
        _words = words;
        if (words is null)
        {
            return;
        }

        if (words[Owner] != owner)
        {
            words[Owner] = owner;
            words[First] = 0;
            words[Count] = 0;
            words[Taken] = 0;
        }

        long over = (now / TimeSpan.TicksPerMillisecond) - schedule.Period;
        while (words[Count] > 0 && WindowSchedule.TimeOf(GroupAt(0)) <= over)
        {
            words[Taken] -= WindowSchedule.CountOf(GroupAt(0));
            words[First] = words[First] + 1 < schedule.Groups ? words[First] + 1 : 0;
            words[Count]--;
        }
    }

    /// <summary>How many tokens are taken and haven't come back.</summary>
    public long Used => _words?[Taken] ?? 0;

    /// <summary>The tick at which all have come back; zero if they are all there.</summary>
    public long WhenEmpty => _words is { } words && words[Count] > 0 ? ToTicks(WindowSchedule.TimeOf(GroupAt((int)words[Count] - 1))) : 0;

    /// <summary>How long an array has to be.</summary>
    public static int LengthFor(WindowSchedule schedule) => Header + schedule.Groups;

    /// <summary>The first tick at which no more than so many are used.</summary>
    public long WhenUsed(long most)
    {
        long used = Used;
        long time = 0;
        for (int i = 0; used > most; i++)
        {
            long group = GroupAt(i);
            used -= WindowSchedule.CountOf(group);
            time = WindowSchedule.TimeOf(group);
        }

        return time == 0 ? 0 : ToTicks(time);
    }

    /// <summary>Writes down what is taken; there is room for it in the window.</summary>
    public void Take(long now, int tokens)
    {
        if (tokens == 0)
        {
            return;
        }

        long[] words = _words!;
        long time = WindowSchedule.RoundUp(now);
        words[Taken] += tokens;
        int last = (int)words[Count] - 1;
        if (last >= 0)
        {
            ref long group = ref GroupAt(last);
            long lastTime = WindowSchedule.TimeOf(group);
            if (time <= lastTime || time - words[LastBegan] < _schedule.Grain)
            {
                group = WindowSchedule.Pack(Math.Max(time, lastTime), WindowSchedule.CountOf(group) + tokens);
                return;
            }
        }

        words[Count]++;
        words[LastBegan] = time;
        GroupAt(last + 1) = WindowSchedule.Pack(time, tokens);
    }

    private long ToTicks(long time) => (time + _schedule.Period) * TimeSpan.TicksPerMillisecond;

    private ref long GroupAt(int number)
    {
        int groups = _schedule.Groups;
        int place = (int)_words![First] + number;
        return ref _words[Header + (place < groups ? place : place - groups)];
    }
}
