namespace HmacKit;

/// <summary>
/// The arithmetic of a bucket as a virtual schedule (GCRA, the generic cell rate algorithm of ITU-T I.371): all that is
/// kept is the moment at which the bucket is full again. A take moves it into the future, by the time that so many
/// tokens need to flow in; it's allowed as long as the moment lies no further away than a whole bucket needs. So
/// nothing has to be refilled, and nothing drifts.
/// </summary>
/// <remarks>
/// It's exact, in integers, although a token's time is seldom a whole number of ticks (a third of a second isn't):
/// moments are counted in units, of which the rate decides how many a step of the clock has and how many a token
/// needs. A step is a tick of 100 ns. For rates that would need over 1,024 units a tick (9,999 an hour) it's 1 µs, and
/// for odder ones up to 1 ms. A moment is kept as a <em>state</em> that looks the same for all limits: whole ticks
/// in the upper bits, and what is left in the lower ones.
/// </remarks>
internal sealed class TokenSchedule
{
    /// <summary>Longer than any step of the clock: who isn't looking through a schedule's own units adds so much to be safe.</summary>
    public const long MaxStep = TimeSpan.TicksPerMillisecond;

    // States are positive: 52 bits are 14 years of ticks, one more is for moments after that, and ten for units.
    private const int UnitBits = 10;
    private const int TickBits = 52;

    /// <summary>The clock stands still here: after 14 years in one process.</summary>
    public const long MaxTicks = 1L << TickBits;

    private readonly long _step;
    private readonly long _unitsPerStep;
    private readonly long _unitsPerToken;
    private readonly long _unitsPerBucket;
    private readonly bool _isPlain;

    public TokenSchedule(int capacity, int tokens, TimeSpan period)
    {
        // Ends by MaxStep at the latest: BucketLimit.MaxTokens is fewer than the units that a step of that length has.
        for (_step = 1; ; _step *= 10)
        {
            long steps = period.Ticks / _step;
            long divisor = GreatestCommonDivisor(steps, tokens);
            _unitsPerStep = tokens / divisor;
            _unitsPerToken = steps / divisor;
            if (_unitsPerStep <= _step << UnitBits)
            {
                break;
            }
        }

        _unitsPerBucket = capacity * _unitsPerToken;
        _isPlain = _unitsPerStep == 1 && _step == 1;
    }

    /// <summary>The ticks between two times that this schedule tells apart.</summary>
    public long Step => _step;

    /// <summary>Whether a bucket is surely full at this moment, whatever its limit.</summary>
    public static bool IsSurelyFull(long state, long now) => (state >> UnitBits) + MaxStep <= now;

    /// <summary>The state of a bucket that becomes full at this moment.</summary>
    public long FullAt(long ticks) => Pack(ToUnits(ticks));

    /// <summary>The state of a bucket that becomes full right after another one, of whatever limit: a greater one than that one's.</summary>
    public long FullAfter(long state) => FullAt((state >> UnitBits) + MaxStep);

    /// <summary>Whether a bucket holds at least one token.</summary>
    public bool HoldsAny(long state, long now) => TryTake(state, now, 1, out _);

    /// <summary>Takes tokens, of which there are no more than the capacity.</summary>
    /// <param name="state">The bucket.</param>
    /// <param name="now">The time in ticks, 0 to <see cref="MaxTicks"/>.</param>
    /// <param name="tokens">How many, from 0 to the capacity.</param>
    /// <param name="taken">The bucket afterwards, if this is allowed.</param>
    public bool TryTake(long state, long now, int tokens, out long taken)
    {
        long time = ToUnits(now);
        long fullAt = Math.Max(Unpack(state), time) + (tokens * _unitsPerToken);
        taken = Pack(fullAt);
        return fullAt - time <= _unitsPerBucket;
    }

    /// <summary>How many whole tokens the bucket holds.</summary>
    public int CountTokens(long state, long now)
    {
        long room = _unitsPerBucket - (Unpack(state) - ToUnits(now));
        return room <= 0 ? 0 : (int)(Math.Min(room, _unitsPerBucket) / _unitsPerToken);
    }

    /// <summary>The first tick at which the bucket holds so many tokens.</summary>
    public long WhenHolds(long state, int tokens) => ToTicks(Unpack(state) + (tokens * _unitsPerToken) - _unitsPerBucket);

    /// <summary>The first tick at which the bucket is full.</summary>
    public long WhenFull(long state) => ToTicks(Unpack(state));

    private long ToUnits(long ticks) => _isPlain ? ticks : ticks / _step * _unitsPerStep;

    private long ToTicks(long units) => _isPlain ? units : (units + _unitsPerStep - 1) / _unitsPerStep * _step;

    private long Pack(long units) =>
        _isPlain ? units << UnitBits : (units / _unitsPerStep * (_step << UnitBits)) + (units % _unitsPerStep);

    private long Unpack(long state)
    {
        if (_isPlain)
        {
            return state >> UnitBits;
        }

        long step = _step << UnitBits;
        return (state / step * _unitsPerStep) + (state % step);
    }

    private static long GreatestCommonDivisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
