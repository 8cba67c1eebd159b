using System.Numerics;

namespace HmacKit.Tests.Limits;

/// <summary>
/// A token bucket as a textbook has it, with a level that is refilled, in exact fractions: what the schedule, which has
/// no level, is compared with. It needs a clock that doesn't go back.
/// </summary>
internal sealed class ExactBucket(BucketLimit limit)
{
    // The level in tokens × ticks of the period.
    private BigInteger _level = (BigInteger)limit.Capacity * limit.Period.Ticks;
    private long _refilled;

    public bool TryTake(long ticks, int tokens)
    {
        Refill(ticks);
        BigInteger cost = (BigInteger)tokens * limit.Period.Ticks;
        if (cost > _level)
        {
            return false;
        }

        _level -= cost;
        return true;
    }

    public int CountTokens(long ticks)
    {
        Refill(ticks);
        return (int)(_level / limit.Period.Ticks);
    }

    /// <summary>How many ticks until the level is that of so many tokens, rounded up.</summary>
    public long TicksUntil(long ticks, int tokens)
    {
        Refill(ticks);
        BigInteger missing = ((BigInteger)tokens * limit.Period.Ticks) - _level;
        return missing <= 0 ? 0 : (long)((missing + limit.Tokens - 1) / limit.Tokens);
    }

    private void Refill(long ticks)
    {
        _level = BigInteger.Min((BigInteger)limit.Capacity * limit.Period.Ticks, _level + ((BigInteger)(ticks - _refilled) * limit.Tokens));
        _refilled = ticks;
    }
}
