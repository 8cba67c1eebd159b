using StackExchange.Redis;

namespace HmacKit.Redis;

/// <summary>A token bucket in Redis: the moment at which it is full again.</summary>
internal sealed class SharedBucket(BucketLimit limit) : SharedLimit(limit)
{
    private readonly SharedSchedule _schedule = new(limit);

    public override void WriteArguments(Span<RedisValue> arguments, int tokens, bool takes)
    {
        SharedSchedule.Moment cost = takes ? _schedule.CostOf(tokens) : default;
        arguments[0] = cost.Microseconds;
        arguments[1] = cost.Units;
        arguments[2] = _schedule.Size.Microseconds;
        arguments[3] = _schedule.Size.Units;
        arguments[4] = _schedule.UnitsPerMicrosecond;
    }

    public override LimitStatus Evaluate(ReadOnlySpan<long> answer, long now, int tokens) => _schedule.Evaluate(Before(answer), now, tokens);

    public override LimitDecision Decide(LimitStatus status, ReadOnlySpan<long> answer, bool isTaken, long now, int tokens)
    {
        SharedSchedule.Moment fullAt = Before(answer);
        return _schedule.Decide(status, isTaken ? _schedule.Add(fullAt, _schedule.CostOf(tokens)) : fullAt, now, tokens);
    }

    private static SharedSchedule.Moment Before(ReadOnlySpan<long> answer) => new(answer[0], answer[1]);
}
