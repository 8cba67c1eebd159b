using System.Globalization;
using System.Text;
using StackExchange.Redis;

namespace HmacKit.Redis;

/// <summary>A limit as the script keeps it: three numbers come back for it, which say what was there before.</summary>
internal abstract class SharedLimit(BucketLimit limit)
{
    /// <summary>How many arguments a limit has.</summary>
    public const int Arguments = 5;

    /// <summary>How many numbers of the answer are a limit's.</summary>
    public const int Answers = 3;

    public BucketLimit Limit { get; } = limit;

    /// <summary>The part of the Redis key that names the limit. A name has no colon in it.</summary>
    public byte[] KeySuffix => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"}}:{Limit.Name}:{(Limit.IsWindow ? "in" : Limit.Capacity)}:{Limit.Tokens}:{Limit.Period.Ticks / TimeSpan.TicksPerMillisecond}"));

    public static SharedLimit Of(BucketLimit limit) => limit.IsWindow ? new SharedWindow(limit) : new SharedBucket(limit);

    /// <summary>Writes the arguments of a call.</summary>
    /// <param name="arguments">Where to.</param>
    /// <param name="tokens">How many are asked for.</param>
    /// <param name="takes">Whether they are taken if they are there.</param>
    public abstract void WriteArguments(Span<RedisValue> arguments, int tokens, bool takes);

    /// <summary>What comes of tokens that aren't taken.</summary>
    public abstract LimitStatus Evaluate(ReadOnlySpan<long> answer, long now, int tokens);

    /// <summary>What to tell the caller.</summary>
    public abstract LimitDecision Decide(LimitStatus status, ReadOnlySpan<long> answer, bool isTaken, long now, int tokens);
}
