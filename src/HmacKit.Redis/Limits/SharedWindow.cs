using StackExchange.Redis;

namespace HmacKit.Redis;

/// <summary>
/// A sliding window in Redis, by the engine's rules: groups of what was taken, which come back together when the period is over since the
/// last take of each. What the script answers is how many were used, when all come back, and when those that are asked for do.
/// </summary>
internal sealed class SharedWindow(BucketLimit limit) : SharedLimit(limit)
{
    /// <summary>In the place of a bucket's units per microsecond: this is a window.</summary>
    private const int Window = 0;

    /// <summary>Up to so many tokens each take is a group of its own; beyond, a group takes in what comes within such a part of the period.</summary>
    private const int MaxGroups = 100;

    private readonly long _period = limit.Period.Ticks / TimeSpan.TicksPerMillisecond;

    public override void WriteArguments(Span<RedisValue> arguments, int tokens, bool takes)
    {
        arguments[0] = Math.Min(tokens, Limit.Tokens);
        arguments[1] = Limit.Tokens;
        arguments[2] = _period;
        arguments[3] = Limit.Tokens <= MaxGroups ? 0 : Math.Max(1, (_period + MaxGroups - 1) / MaxGroups);
        arguments[4] = Window;
    }

    public override LimitStatus Evaluate(ReadOnlySpan<long> answer, long now, int tokens) =>
        tokens > Limit.Capacity ? LimitStatus.OverCapacity
        : answer[0] + Math.Max(tokens, 1) <= Limit.Tokens ? LimitStatus.Allowed
        : LimitStatus.Exhausted;

    public override LimitDecision Decide(LimitStatus status, ReadOnlySpan<long> answer, bool isTaken, long now, int tokens)
    {
        TimeSpan wait = status switch
        {
            LimitStatus.Exhausted => TimeSpan.FromMicroseconds((answer[2] * 1000) - now),
            LimitStatus.OverCapacity => LimitDecision.Never,
            _ => TimeSpan.Zero,
        };
        long taken = isTaken ? tokens : 0;
        long empty = taken > 0 ? Math.Max((now + 999) / 1000, answer[1] - _period) + _period : answer[1];
        return new LimitDecision(
            status, Limit, (int)(Limit.Tokens - answer[0] - taken), DateTimeOffset.UnixEpoch.AddMicroseconds(Math.Max(empty * 1000, now)), wait);
    }
}
