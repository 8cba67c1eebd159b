namespace HmacKit.Redis;

/// <summary>
/// The arithmetic of a bucket that lives in Redis: as in the engine, all that is kept is the moment at which the bucket is full
/// again (GCRA, the generic cell rate algorithm of ITU-T I.371), in integers and exact.
/// </summary>
/// <remarks>
/// A moment is whole microseconds, the grain of the server's clock, and units beyond them; the rate decides how many units a
/// microsecond has and how many a token needs. In two numbers since Lua's have 53 bits: microseconds since 1970 need 51
/// of them until 2041, and 52 until 2112, and the units of one microsecond 24.
/// </remarks>
internal sealed class SharedSchedule
{
    private readonly long _unitsPerMicrosecond;
    private readonly long _unitsPerToken;
    private readonly Int128 _unitsPerBucket;

    public SharedSchedule(BucketLimit limit)
    {
        Limit = limit;
        long microseconds = limit.Period.Ticks / TimeSpan.TicksPerMicrosecond;
        long divisor = GreatestCommonDivisor(microseconds, limit.Tokens);
        _unitsPerMicrosecond = limit.Tokens / divisor;
        _unitsPerToken = microseconds / divisor;
        _unitsPerBucket = (Int128)limit.Capacity * _unitsPerToken;
    }

    public BucketLimit Limit { get; }

    /// <summary>How many units a microsecond has.</summary>
    public long UnitsPerMicrosecond => _unitsPerMicrosecond;

    /// <summary>The time in which a whole bucket flows in.</summary>
    public Moment Size => ToMoment(_unitsPerBucket);

    /// <summary>The time in which so many tokens flow in.</summary>
    public Moment CostOf(int tokens) => ToMoment((Int128)tokens * _unitsPerToken);

    /// <summary>What comes of a bucket when tokens are asked for.</summary>
    /// <param name="fullAt">When the bucket is full; not before <paramref name="now"/>.</param>
    /// <param name="now">The server's time, in microseconds since 1970.</param>
    /// <param name="tokens">How many; zero asks for one.</param>
    public LimitStatus Evaluate(Moment fullAt, long now, int tokens) =>
        tokens > Limit.Capacity ? LimitStatus.OverCapacity
        : Missing(fullAt, now) + ((Int128)Math.Max(tokens, 1) * _unitsPerToken) <= _unitsPerBucket ? LimitStatus.Allowed
        : LimitStatus.Exhausted;

    /// <summary>What to tell the caller, once the tokens are taken or refused.</summary>
    /// <param name="status">What came out.</param>
    /// <param name="fullAt">When the bucket is full, now.</param>
    /// <param name="now">The server's time at which that was decided.</param>
    /// <param name="tokens">How many were asked for, for the wait if they aren't there.</param>
    public LimitDecision Decide(LimitStatus status, Moment fullAt, long now, int tokens)
    {
        Int128 missing = Missing(fullAt, now);
        TimeSpan wait = status switch
        {
            LimitStatus.Exhausted => TimeSpan.FromMicroseconds(RoundUp(missing + ((Int128)Math.Max(tokens, 1) * _unitsPerToken) - _unitsPerBucket)),
            LimitStatus.OverCapacity => LimitDecision.Never,
            _ => TimeSpan.Zero,
        };
        int remaining = (int)((_unitsPerBucket - missing) / _unitsPerToken);
        return new LimitDecision(status, Limit, remaining, DateTimeOffset.UnixEpoch.AddMicroseconds(now + RoundUp(missing)), wait);
    }

    /// <summary>The moment after another one by a cost.</summary>
    public Moment Add(Moment moment, Moment cost)
    {
        long units = moment.Units + cost.Units;
        long carry = units >= _unitsPerMicrosecond ? 1 : 0;
        return new(moment.Microseconds + cost.Microseconds + carry, units - (carry * _unitsPerMicrosecond));
    }

    /// <summary>What is missing until the bucket is full, in units.</summary>
    private Int128 Missing(Moment fullAt, long now) => ((Int128)(fullAt.Microseconds - now) * _unitsPerMicrosecond) + fullAt.Units;

    private Moment ToMoment(Int128 units) => new((long)(units / _unitsPerMicrosecond), (long)(units % _unitsPerMicrosecond));

    private long RoundUp(Int128 units) => (long)((units + _unitsPerMicrosecond - 1) / _unitsPerMicrosecond);

    private static long GreatestCommonDivisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }

    /// <summary>A time, or a span of time, in microseconds and the units beyond them.</summary>
    internal readonly record struct Moment(long Microseconds, long Units);
}
