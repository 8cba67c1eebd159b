using System.Runtime.InteropServices;

namespace HmacKit;

/// <summary>
/// One limit, of either kind. A bucket holds <see cref="Capacity"/> tokens and gets <see cref="Tokens"/> new ones in every
/// <see cref="Period"/>, evenly and not all at once: in any stretch of time a caller gets at most the capacity and what
/// flows in during that time. A sliding window (<see cref="InAny"/>) lets at most <see cref="Tokens"/> through in any
/// stretch of time as long as the <see cref="Period"/>. Immutable; make it once and use it for all callers.
/// </summary>
public sealed class BucketLimit
{
    /// <summary>The most tokens that flow in per period: 10,000,000. Up to there every rate is counted exactly.</summary>
    internal const int MaxTokens = 10_000_000;

    /// <summary>The most characters of a <see cref="Name"/>: 64.</summary>
    internal const int MaxNameLength = 64;

    /// <summary>The longest that an empty bucket may take to be full again: 366 days.</summary>
    internal static readonly TimeSpan MaxFillTime = TimeSpan.FromDays(366);

    private static readonly SipHash24 IdentityHash = SipHash24.WithRandomKey();

    /// <summary>A limit whose burst differs from its rate.</summary>
    /// <param name="capacity">The most tokens at once, over zero.</param>
    /// <param name="tokens">How many tokens flow in per <paramref name="period"/>, 1 to 10,000,000.</param>
    /// <param name="period">The period: whole milliseconds, over zero.</param>
    /// <param name="name">
    /// What the limit is called in headers and logs: letters, digits and the like (RFC 9110 section 5.6.2), at most
    /// 64 characters. By default the period in seconds or milliseconds, such as <c>900s</c>.
    /// </param>
    /// <exception cref="ArgumentException">A value is zero, negative or too large; the message says how to fix it.</exception>
    public BucketLimit(int capacity, int tokens, TimeSpan period, string? name = null)
        : this(capacity, tokens, period, name, isWindow: false)
    {
    }

    private BucketLimit(int capacity, int tokens, TimeSpan period, string? name, bool isWindow)
    {
        if (capacity <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "A limit lets at least one token through: give it a capacity of 1 or more. To shut a caller out, disable its key.");
        }

        if (tokens <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(tokens), tokens, "A bucket that is never refilled is empty for good: give it 1 or more tokens a period, and a longer period if 1 is too many.");
        }

        if (tokens > MaxTokens)
        {
            throw new ArgumentOutOfRangeException(nameof(tokens), tokens, $"At most {MaxTokens} tokens flow in a period: take a shorter period, or let a token stand for more (a kilobyte, not a byte).");
        }

        if (period <= TimeSpan.Zero || period.Ticks % TimeSpan.TicksPerMillisecond != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(period), period, "A period is over zero and in whole milliseconds, for example TimeSpan.FromMinutes(1).");
        }

        name ??= DefaultName(period);
        if (name.Length > MaxNameLength || !HttpToken.IsValid(name))
        {
            throw new ArgumentException($"A limit's name is 1 to {MaxNameLength} letters, digits or hyphens, for example 'bulk'.", nameof(name));
        }

        if ((Int128)capacity * period.Ticks > (Int128)tokens * MaxFillTime.Ticks)
        {
            throw new ArgumentOutOfRangeException(
                nameof(capacity), capacity, $"With {tokens} tokens per {period} this bucket would take over {MaxFillTime.Days} days to be full again: lower the capacity or raise the rate.");
        }

        Capacity = capacity;
        Tokens = tokens;
        Period = period;
        Name = name;
        Schedule = new TokenSchedule(capacity, tokens, period);
        Window = isWindow ? new WindowSchedule(tokens, period) : null;
        string kind = isWindow ? "window" : "bucket";
        Fingerprint = (long)IdentityHash.Hash(MemoryMarshal.AsBytes($"{name} {capacity} {tokens} {period.Ticks} {kind}".AsSpan()));
    }

    /// <summary>The most tokens at once: the greatest burst. A window's are its <see cref="Tokens"/>.</summary>
    public int Capacity { get; }

    /// <summary>How many tokens flow in per <see cref="Period"/>, or of a window, how many calls it lets through.</summary>
    public int Tokens { get; }

    /// <summary>The time in which <see cref="Tokens"/> tokens flow in, or the length of a window.</summary>
    public TimeSpan Period { get; }

    /// <summary>True for a sliding window, which <see cref="InAny"/> makes; false for a token bucket.</summary>
    public bool IsWindow => Window is not null;

    /// <summary>What the limit is called in headers and logs.</summary>
    public string Name { get; }

    internal TokenSchedule Schedule { get; }

    /// <summary>The arithmetic of a window; null for a bucket.</summary>
    internal WindowSchedule? Window { get; }

    /// <summary>The same for two limits if and only if their numbers and names are, as far as 64 bits can tell.</summary>
    internal long Fingerprint { get; }

    /// <summary>So many tokens a second, and as many at once. Named <c>second</c> by default.</summary>
    /// <inheritdoc cref="BucketLimit(int, int, TimeSpan, string?)"/>
    public static BucketLimit PerSecond(int tokens, string? name = null) => new(tokens, tokens, TimeSpan.FromSeconds(1), name ?? "second");

    /// <summary>So many tokens a minute, and as many at once. Named <c>minute</c> by default.</summary>
    /// <inheritdoc cref="BucketLimit(int, int, TimeSpan, string?)"/>
    public static BucketLimit PerMinute(int tokens, string? name = null) => new(tokens, tokens, TimeSpan.FromMinutes(1), name ?? "minute");

    /// <summary>So many tokens an hour, and as many at once. Named <c>hour</c> by default.</summary>
    /// <inheritdoc cref="BucketLimit(int, int, TimeSpan, string?)"/>
    public static BucketLimit PerHour(int tokens, string? name = null) => new(tokens, tokens, TimeSpan.FromHours(1), name ?? "hour");

    /// <summary>So many tokens a day, and as many at once. Named <c>day</c> by default.</summary>
    /// <inheritdoc cref="BucketLimit(int, int, TimeSpan, string?)"/>
    public static BucketLimit PerDay(int tokens, string? name = null) => new(tokens, tokens, TimeSpan.FromDays(1), name ?? "day");

    /// <summary>
    /// A sliding window: at most so many tokens in any stretch of time of this length, wherever it begins. A token comes back
    /// when the period is over since it was taken; where there are over 100 of them up to a hundredth of the period later, and never earlier.
    /// </summary>
    /// <param name="tokens">How many, 1 to 10,000,000.</param>
    /// <param name="period">The length of the window: whole milliseconds, over zero, at most 366 days.</param>
    /// <param name="name">What the limit is called in headers and logs; by default the period in seconds or milliseconds.</param>
    /// <exception cref="ArgumentException">A value is zero, negative or too large; the message says how to fix it.</exception>
    public static BucketLimit InAny(int tokens, TimeSpan period, string? name = null) => new(tokens, tokens, period, name, isWindow: true);

    /// <summary>At most so many tokens in any second. Named <c>second</c> by default.</summary>
    /// <inheritdoc cref="InAny"/>
    public static BucketLimit InAnySecond(int tokens, string? name = null) => InAny(tokens, TimeSpan.FromSeconds(1), name ?? "second");

    /// <summary>At most so many tokens in any minute. Named <c>minute</c> by default.</summary>
    /// <inheritdoc cref="InAny"/>
    public static BucketLimit InAnyMinute(int tokens, string? name = null) => InAny(tokens, TimeSpan.FromMinutes(1), name ?? "minute");

    /// <summary>At most so many tokens in any hour. Named <c>hour</c> by default.</summary>
    /// <inheritdoc cref="InAny"/>
    public static BucketLimit InAnyHour(int tokens, string? name = null) => InAny(tokens, TimeSpan.FromHours(1), name ?? "hour");

    /// <summary>At most so many tokens in any 24 hours. Named <c>day</c> by default.</summary>
    /// <inheritdoc cref="InAny"/>
    public static BucketLimit InAnyDay(int tokens, string? name = null) => InAny(tokens, TimeSpan.FromDays(1), name ?? "day");

    /// <summary>The limit in words, for example <c>hour: 1000 per 01:00:00, at most 1000 at once</c> or <c>hour: 1000 in any 01:00:00</c>.</summary>
    public override string ToString() => IsWindow ? $"{Name}: {Tokens} in any {Period}" : $"{Name}: {Tokens} per {Period}, at most {Capacity} at once";

    /// <summary>What comes of a bucket when tokens are asked for.</summary>
    /// <param name="state">The bucket as it is.</param>
    /// <param name="now">The time.</param>
    /// <param name="tokens">How many; zero takes nothing and asks for one.</param>
    /// <param name="next">The bucket afterwards; the same unless something is taken.</param>
    internal LimitStatus Evaluate(long state, long now, int tokens, out long next)
    {
        next = state;
        if (tokens > Capacity)
        {
            return LimitStatus.OverCapacity;
        }

        if (!Schedule.TryTake(state, now, Math.Max(tokens, 1), out long taken))
        {
            return LimitStatus.Exhausted;
        }

        next = tokens == 0 ? state : taken;
        return LimitStatus.Allowed;
    }

    /// <summary>What to tell the caller, once the tokens are taken or refused.</summary>
    /// <param name="status">What came out.</param>
    /// <param name="state">The bucket as it is now.</param>
    /// <param name="tokens">How many were asked for, for the wait if they aren't there.</param>
    /// <param name="now">The time at which that was decided.</param>
    /// <param name="clock">The clock that told it.</param>
    internal LimitDecision Decide(LimitStatus status, long state, int tokens, long now, LimitClock clock)
    {
        TimeSpan wait = status switch
        {
            LimitStatus.Exhausted => TimeSpan.FromTicks(Schedule.WhenHolds(state, Math.Max(tokens, 1)) - now),
            LimitStatus.OverCapacity => LimitDecision.Never,
            _ => TimeSpan.Zero,
        };
        long reset = clock.ToUtc(Math.Max(Schedule.WhenFull(state), now), now);
        return new LimitDecision(status, this, Schedule.CountTokens(state, now), reset, wait);
    }

    /// <summary>What comes of a window when tokens are asked for; nothing is taken.</summary>
    /// <param name="log">The window's log, at this time.</param>
    /// <param name="tokens">How many; zero asks for one.</param>
    internal LimitStatus Evaluate(in WindowLog log, int tokens) =>
        tokens > Capacity ? LimitStatus.OverCapacity
        : log.Used + Math.Max(tokens, 1) <= Tokens ? LimitStatus.Allowed
        : LimitStatus.Exhausted;

    /// <summary>What to tell the caller of a window, once the tokens are taken or refused.</summary>
    internal LimitDecision Decide(LimitStatus status, in WindowLog log, int tokens, long now, LimitClock clock)
    {
        TimeSpan wait = status switch
        {
            LimitStatus.Exhausted => TimeSpan.FromTicks(log.WhenUsed(Tokens - Math.Max(tokens, 1)) - now),
            LimitStatus.OverCapacity => LimitDecision.Never,
            _ => TimeSpan.Zero,
        };
        return new LimitDecision(status, this, (int)(Tokens - log.Used), clock.ToUtc(Math.Max(log.WhenEmpty, now), now), wait);
    }

    private static string DefaultName(TimeSpan period) =>
        period.Ticks % TimeSpan.TicksPerSecond == 0
            ? $"{period.Ticks / TimeSpan.TicksPerSecond}s"
            : $"{period.Ticks / TimeSpan.TicksPerMillisecond}ms";
}
