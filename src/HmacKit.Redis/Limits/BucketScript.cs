using System.Diagnostics;
using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace HmacKit.Redis;

/// <summary>The limits of a call as the script needs them, made once for each set.</summary>
internal sealed class BucketScript
{
    /// <summary>How many arguments and answers come before those of the limits.</summary>
    private const int Head = 2;

    // KEYS: a bucket or a window for each limit. ARGV: 1 to take or 0 to look; the time in microseconds, or nothing for the server's; and
    // for each limit five numbers. Of a bucket they are the cost, the bucket's size, both as microseconds and units, and the units of a
    // microsecond. A bucket is the moment at which it is full, "microseconds:units"; one that is full isn't there. Of a window they are
    // the tokens that are asked for, how many pass, the period and the grain in milliseconds, and 0. A window is "used;began;time,count;"
    // of its last group, and "time,count;" of each one before that, the oldest first. The answer is the time, whether the tokens were
    // taken, and for each limit what there was before: a bucket's moment, or how many were used, when all of them come back, and when as
    // many as are asked for do.
    internal static readonly RedisScript Script = new("""
        local now
        if ARGV[2] == '' then
            local time = redis.call('TIME')
            now = time[1] * 1000000 + time[2]
        else
            now = tonumber(ARGV[2])
        end
        local function keep(key, value, microseconds)
            -- Until it counts no more; for a day where the time that was told isn't the one by which keys expire.
            local life = ARGV[2] == '' and math.ceil(microseconds / 1000) + 1 or 86400000
            redis.call('SET', key, value, 'PX', string.format('%.0f', life))
        end
        local function keepBucket(key, full, units)
            keep(key, string.format('%.0f:%.0f', full, units), full - now)
        end
        -- What is over is left out, and what lies ahead because the clock was set back is moved to now.
        local function readWindow(state, before, ahead)
            local at, used, began, time, count, _
            if state then
                _, at, used, began, time, count = string.find(state, '^(%d+);(%d+);(%d+),(%d+);')
            end
            if not state or tonumber(time) <= before then
                return {used = 0, began = 0, time = 0, count = 0, rest = ''}
            end
            local window = {used = tonumber(used), began = math.min(tonumber(began), ahead), time = math.min(tonumber(time), ahead), count = tonumber(count)}
            local from, old, some, last = at + 1
            repeat
                _, last, old, some = string.find(state, '^(%d+),(%d+);', from)
                if old and tonumber(old) <= before then
                    window.used, from = window.used - some, last + 1
                else
                    old = nil
                end
            until not old
            window.rest = string.sub(state, from)
            if tonumber(time) > ahead then
                window.isMoved = true
                window.rest = string.gsub(window.rest, '(%d+),', function(group) return string.format('%.0f,', math.min(tonumber(group), ahead)) end)
            end
            return window
        end
        local function keepWindow(key, window, period)
            keep(key, string.format('%.0f;%.0f;%.0f,%.0f;', window.used, window.began, window.time, window.count) .. window.rest, (window.time + period) * 1000 - now)
        end
        local states = redis.call('MGET', unpack(KEYS))
        local reply = {now, tonumber(ARGV[1])}
        local after = {}
        local floor, ceiling = math.floor(now / 1000), math.ceil(now / 1000)
        for i = 1, #KEYS do
            local first = i * 5 - 2
            local size, sizeUnits, perMicrosecond = tonumber(ARGV[first + 2]), tonumber(ARGV[first + 3]), tonumber(ARGV[first + 4])
            if perMicrosecond == 0 then
                local tokens, number = tonumber(ARGV[first]), tonumber(ARGV[first + 1])
                local window = readWindow(states[i], floor - size, ceiling)
                if window.isMoved then
                    keepWindow(KEYS[i], window, size)
                end
                local most, used, whenFits = number - math.max(tokens, 1), window.used, 0
                reply[i * 3], reply[i * 3 + 1] = used, window.used > 0 and window.time + size or 0
                if used > most then
                    reply[2] = 0
                    for time, count in string.gmatch(window.rest, '(%d+),(%d+);') do
                        if used <= most then
                            break
                        end
                        used, whenFits = used - count, time + size
                    end
                    if used > most then
                        whenFits = window.time + size
                    end
                end
                reply[i * 3 + 2] = whenFits
                after[i] = window
            else
                local full, units = now, 0
                if states[i] then
                    full, units = string.match(states[i], '^(%d+):(%d+)$')
                    full, units = tonumber(full), tonumber(units)
                    if full < now then
                        full, units = now, 0
                    elseif full - now > size or (full - now == size and units > sizeUnits) then
                        -- The clock was set back: a bucket is never more than empty.
                        full, units = now + size, sizeUnits
                        keepBucket(KEYS[i], full, units)
                    end
                end
                reply[i * 3], reply[i * 3 + 1], reply[i * 3 + 2] = full, units, 0
                full, units = full + tonumber(ARGV[first]), units + tonumber(ARGV[first + 1])
                if units >= perMicrosecond then
                    full, units = full + 1, units - perMicrosecond
                end
                if full - now > size or (full - now == size and units > sizeUnits) then
                    reply[2] = 0
                end
                after[i] = {full, units}
            end
        end
        if reply[2] == 1 then
            for i = 1, #KEYS do
                local first = i * 5 - 2
                if tonumber(ARGV[first + 4]) == 0 then
                    local tokens, period, grain, window = tonumber(ARGV[first]), tonumber(ARGV[first + 2]), tonumber(ARGV[first + 3]), after[i]
                    if window.used > 0 and (ceiling <= window.time or ceiling - window.began < grain) then
                        window.time, window.count = math.max(window.time, ceiling), window.count + tokens
                    else
                        if window.used > 0 then
                            window.rest = window.rest .. string.format('%.0f,%.0f;', window.time, window.count)
                        end
                        window.began, window.time, window.count = ceiling, ceiling, tokens
                    end
                    window.used = window.used + tokens
                    keepWindow(KEYS[i], window, period)
                else
                    keepBucket(KEYS[i], after[i][1], after[i][2])
                end
            end
        end
        return reply
        """);

    private readonly BucketLimits _limits;
    private readonly SharedLimit[] _shared;
    private readonly byte[][] _suffixes;
    private readonly RedisValue[] _forOneToken;

    public BucketScript(BucketLimits limits)
    {
        _limits = limits;
        _shared = [.. limits.Select(SharedLimit.Of)];
        _suffixes = [.. _shared.Select(static limit => limit.KeySuffix)];
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
        var arguments = new RedisValue[Head + (SharedLimit.Arguments * _shared.Length)];
        bool takes = tokens > 0 && _shared.All(shared => tokens <= shared.Limit.Capacity);
        arguments[0] = takes ? 1 : 0;
        arguments[1] = time ?? RedisValue.EmptyString;
        for (int i = 0; i < _shared.Length; i++)
        {
            _shared[i].WriteArguments(arguments.AsSpan(Head + (i * SharedLimit.Arguments), SharedLimit.Arguments), tokens, takes);
        }

        return arguments;
    }

    /// <summary>Tells of the limit that binds, by the same rules as the engine's own buckets.</summary>
    private LimitDecision Decide(long[] reply, int tokens)
    {
        long now = reply[0];
        bool isTaken = reply[1] == 1;
        var worst = LimitStatus.Allowed;
        for (int i = 0; i < _shared.Length && !isTaken; i++)
        {
            LimitStatus status = _shared[i].Evaluate(AnswerOf(reply, i), now, tokens);
            worst = status > worst ? status : worst; // Allowed, Exhausted, OverCapacity, in this order
        }

        if (worst == LimitStatus.Allowed && tokens > 0 && !isTaken)
        {
            throw new UnreachableException("The script took no tokens where there were enough.");
        }

        LimitDecision binding = default;
        for (int i = 0; i < _shared.Length; i++)
        {
            LimitStatus status = isTaken ? LimitStatus.Allowed : _shared[i].Evaluate(AnswerOf(reply, i), now, tokens);
            LimitDecision decision = _shared[i].Decide(status, AnswerOf(reply, i), isTaken, now, tokens);
            if (status == worst && (binding.Binding is null || BindsMore(decision, binding)))
            {
                binding = decision;
            }
        }

        return binding;
    }

    private static ReadOnlySpan<long> AnswerOf(long[] reply, int limit) => reply.AsSpan(Head + (limit * SharedLimit.Answers), SharedLimit.Answers);

    private static bool BindsMore(in LimitDecision one, in LimitDecision other) =>
        one.RetryAfter != other.RetryAfter ? one.RetryAfter > other.RetryAfter
        : one.Remaining != other.Remaining ? one.Remaining < other.Remaining
        : one.Reset > other.Reset;
}
