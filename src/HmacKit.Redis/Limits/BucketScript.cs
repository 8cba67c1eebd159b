using System.Diagnostics;
using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace HmacKit.Redis;

/// <summary>The limits of a call as the script needs them, made once for each set.</summary>
internal sealed class BucketScript
{
    /// <summary>How many arguments come before those of the limits.</summary>
    private const int Head = 2;

    /// <summary>How many arguments a limit has.</summary>
    private const int PerLimit = 5;

    // KEYS: a bucket for each limit. ARGV: 1 to take or 0 to look; the time in microseconds, or nothing for the server's; and for
    // each limit the cost, the bucket's size, both as microseconds and units, and the units of a microsecond. A bucket is
    // the moment at which it is full, "microseconds:units"; one that is full isn't there. The answer is the time, whether
    // the tokens were taken, and the moments as they were before.
    internal static readonly RedisScript Script = new("""
        local now
        if ARGV[2] == '' then
            local time = redis.call('TIME')
            now = time[1] * 1000000 + time[2]
        else
            now = tonumber(ARGV[2])
        end
        local function keep(key, full, units)
            -- Until the bucket is full; for a day where the time that was told isn't the one by which keys expire.
            local life = ARGV[2] == '' and math.ceil((full - now) / 1000) + 1 or 86400000
            redis.call('SET', key, string.format('%.0f:%.0f', full, units), 'PX', string.format('%.0f', life))
        end
        local states = redis.call('MGET', unpack(KEYS))
        local reply = {now, tonumber(ARGV[1])}
        local after = {}
        for i = 1, #KEYS do
            local first = i * 5 - 2
            local size, sizeUnits, perMicrosecond = tonumber(ARGV[first + 2]), tonumber(ARGV[first + 3]), tonumber(ARGV[first + 4])
            local full, units = now, 0
            if states[i] then
                full, units = string.match(states[i], '^(%d+):(%d+)$')
                full, units = tonumber(full), tonumber(units)
                if full < now then
                    full, units = now, 0
                elseif full - now > size or (full - now == size and units > sizeUnits) then
                    -- The clock was set back: a bucket is never more than empty.
                    full, units = now + size, sizeUnits
                    keep(KEYS[i], full, units)
                end
            end
            reply[i * 2 + 1], reply[i * 2 + 2] = full, units
            full, units = full + tonumber(ARGV[first]), units + tonumber(ARGV[first + 1])
            if units >= perMicrosecond then
                full, units = full + 1, units - perMicrosecond
            end
            if full - now > size or (full - now == size and units > sizeUnits) then
                reply[2] = 0
            end
            after[i * 2 - 1], after[i * 2] = full, units
        end
        if reply[2] == 1 then
            for i = 1, #KEYS do
                keep(KEYS[i], after[i * 2 - 1], after[i * 2])
            end
        end
        return reply
        """);

    private readonly BucketLimits _limits;
    private readonly SharedSchedule[] _schedules;
    private readonly byte[][] _suffixes;
    private readonly RedisValue[] _forOneToken;

    public BucketScript(BucketLimits limits)
    {
        _limits = limits;
        _schedules = [.. limits.Select(static limit => new SharedSchedule(limit))];
        _suffixes = [.. limits.Select(BucketKeys.SuffixOf)];
        _forOneToken = Arguments(1, null);
    }

    /// <summary>Takes tokens, if they are there under each limit.</summary>
    /// <param name="database">Where the buckets are.</param>
    /// <param name="keys">Names them.</param>
    /// <param name="caller">Whose buckets.</param>
    /// <param name="tokens">How many; zero only looks.</param>
    /// <param name="time">The time in microseconds since 1970, for tests; null for the server's own.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<LimitDecision> TakeAsync(IDatabase database, BucketKeys keys, string caller, int tokens, long? time)
    {
        RedisValue[] arguments = tokens == 1 && time is null ? _forOneToken : Arguments(tokens, time);
        RedisResult result;
        try
        {
            result = await Script.RunAsync(database, keys.Of(caller, _suffixes), arguments).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (ServerErrors.IsOutOfMemory(exception))
        {
            return new LimitDecision(LimitStatus.StoreFull, _limits[0]);
        }

        return Decide((long[])result!, tokens);
    }

    private RedisValue[] Arguments(int tokens, long? time)
    {
        var arguments = new RedisValue[Head + (PerLimit * _schedules.Length)];
        bool takes = tokens > 0 && _schedules.All(schedule => tokens <= schedule.Limit.Capacity);
        arguments[0] = takes ? 1 : 0;
        arguments[1] = time ?? RedisValue.EmptyString;
        for (int i = 0; i < _schedules.Length; i++)
        {
            SharedSchedule schedule = _schedules[i];
            SharedSchedule.Moment cost = takes ? schedule.CostOf(tokens) : default;
            Span<RedisValue> own = arguments.AsSpan(Head + (i * PerLimit), PerLimit);
            own[0] = cost.Microseconds;
            own[1] = cost.Units;
            own[2] = schedule.Size.Microseconds;
            own[3] = schedule.Size.Units;
            own[4] = schedule.UnitsPerMicrosecond;
        }

        return arguments;
    }

    /// <summary>Tells of the limit that binds, by the same rules as the engine's own buckets.</summary>
    private LimitDecision Decide(long[] reply, int tokens)
    {
        long now = reply[0];
        bool isTaken = reply[1] == 1;
        var worst = LimitStatus.Allowed;
        for (int i = 0; i < _schedules.Length && !isTaken; i++)
        {
            LimitStatus status = _schedules[i].Evaluate(Before(reply, i), now, tokens);
            worst = status > worst ? status : worst; // Allowed, Exhausted, OverCapacity, in this order
        }

        if (worst == LimitStatus.Allowed && tokens > 0 && !isTaken)
        {
            throw new UnreachableException("The script took no tokens where there were enough.");
        }

        LimitDecision binding = default;
        for (int i = 0; i < _schedules.Length; i++)
        {
            SharedSchedule schedule = _schedules[i];
            SharedSchedule.Moment fullAt = Before(reply, i);
            LimitStatus status = isTaken ? LimitStatus.Allowed : schedule.Evaluate(fullAt, now, tokens);
            LimitDecision decision = schedule.Decide(status, isTaken ? schedule.Add(fullAt, schedule.CostOf(tokens)) : fullAt, now, tokens);
            if (status == worst && (binding.Binding is null || BindsMore(decision, binding)))
            {
                binding = decision;
            }
        }

        return binding;
    }

    private static SharedSchedule.Moment Before(long[] reply, int limit) => new(reply[(limit * 2) + 2], reply[(limit * 2) + 3]);

    private static bool BindsMore(in LimitDecision one, in LimitDecision other) =>
        one.RetryAfter != other.RetryAfter ? one.RetryAfter > other.RetryAfter
        : one.Remaining != other.Remaining ? one.Remaining < other.Remaining
        : one.Reset > other.Reset;
}
