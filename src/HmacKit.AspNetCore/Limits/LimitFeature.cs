using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>
/// The decision that a request's answer tells of, no matter what writes the answer: the headers are set at the last moment, since
/// an exception handler clears what was set before.
/// </summary>
internal sealed class LimitFeature
{
    private static readonly ConditionalWeakTable<BucketLimits, string> Policies = [];

    private readonly HttpContext _context;
    private readonly LimitResponseOptions _options;
    private readonly TimeProvider _time;
    private LimitDecision _decision;
    private DateTimeOffset _reset;
    private BucketLimits? _limits;
    private bool _isOfCaller;

    private LimitFeature(HttpContext context, LimitResponseOptions options, TimeProvider time)
    {
        _context = context;
        _options = options;
        _time = time;
    }

    /// <summary>Has the answer tell of a decision: of a caller's rather than an address's, and of the one with less left.</summary>
    public static void Tell(HttpContext context, LimitResponseOptions options, TimeProvider time, in LimitDecision decision, BucketLimits limits, bool isOfCaller)
    {
        if (decision.Binding is null)
        {
            return;
        }

        LimitFeature? feature = context.Features.Get<LimitFeature>();
        if (feature is null)
        {
            feature = new LimitFeature(context, options, time);
            context.Features.Set(feature);
            context.Response.OnStarting(static state => ((LimitFeature)state).WriteAsync(), feature);
        }

        bool isFirstOfCaller = isOfCaller && !feature._isOfCaller;
        if (feature._limits is null || isFirstOfCaller || !decision.Allowed || decision.Remaining < feature._decision.Remaining)
        {
            (feature._decision, feature._limits, feature._isOfCaller) = (decision, limits, isOfCaller);

            // Who is refused wants to know when to come again, not when all that may be used is there.
            bool isWaitKnown = decision.RetryAfterSeconds is not null;
            feature._reset = isWaitKnown ? time.GetUtcNow() + decision.RetryAfter : decision.Reset;
        }
    }

    private Task WriteAsync()
    {
        IHeaderDictionary headers = _context.Response.Headers;
        if (_options.SendsXRateLimit)
        {
            headers["X-RateLimit-Limit"] = Text(_decision.Limit);
            headers["X-RateLimit-Remaining"] = Text(_decision.Remaining);
            headers["X-RateLimit-Reset"] = Text(Math.Max(0, RoundUpToSeconds(_reset - DateTimeOffset.UnixEpoch)));
        }

        if (_options.SendsRateLimitFields)
        {
            long seconds = Math.Max(0, RoundUpToSeconds(_reset - _time.GetUtcNow()));
            headers["RateLimit-Policy"] = Policies.GetValue(_limits!, PolicyOf);
            headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{_decision.Binding!.Name}\";r={_decision.Remaining};t={seconds}");
        }

        return Task.CompletedTask;
    }

    /// <summary>All limits as a structured list (RFC 9651): the quota, and the seconds in which that much flows in.</summary>
    private static string PolicyOf(BucketLimits limits)
    {
        var text = new StringBuilder();
        foreach (BucketLimit limit in limits)
        {
            long window = (long)Math.Ceiling(limit.Period.TotalSeconds * limit.Capacity / limit.Tokens);
            text.Append(text.Length == 0 ? "" : ", ").Append(CultureInfo.InvariantCulture, $"\"{limit.Name}\";q={limit.Capacity};w={window}");
        }

        return text.ToString();
    }

    private static long RoundUpToSeconds(TimeSpan span) => (span.Ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
