using System.Globalization;
using System.Net.Http.Headers;

namespace HmacKit.Http;

/// <summary>How long a 429 asks to wait.</summary>
internal static class RetryTime
{
    private const string ResetHeader = "X-RateLimit-Reset";

    /// <summary>A reset has whole seconds, so the budget may be there only when that second is over.</summary>
    private static readonly TimeSpan AfterReset = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The wait by <c>Retry-After</c> (RFC 9110 section 10.2.3: seconds or a date), or else by <c>X-RateLimit-Reset</c>
    /// (Unix seconds); null if neither is there and readable. Never negative.
    /// </summary>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now)
    {
        TimeSpan? wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => null,
        };
        return wait is { } time ? Max(time, TimeSpan.Zero) : ByReset(response.Headers, now);
    }

    private static TimeSpan? ByReset(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (!headers.NonValidated.TryGetValues(ResetHeader, out HeaderStringValues values)
            || values.Count != 1
            || !long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long reset))
        {
            return null;
        }

        // Later than there are dates: as far away as can be, which is over any limit.
        return reset > DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? TimeSpan.MaxValue
            : Max(DateTimeOffset.FromUnixTimeSeconds(reset) - now, TimeSpan.Zero) + AfterReset;
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
