using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace HmacKit.Http;

/// <summary>How long a server asks to wait, in the dialects that servers speak.</summary>
internal static class RetryTime
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly string[] ResetHeaders = ["X-RateLimit-Reset", "RateLimit-Reset", "X-Rate-Limit-Reset", "X-RateLimit-Reset-After"];

    private static readonly string[] RemainingHeaders = ["X-RateLimit-Remaining", "RateLimit-Remaining", "X-Rate-Limit-Remaining"];

    /// <summary>
    /// How long an answer asks to wait; null if it asks for no wait, or for one that can't be read. Never negative, and
    /// <see cref="TimeSpan.MaxValue"/> for a time that no clock has.
    /// </summary>
    /// <remarks>
    /// 429 (RFC 6585) is a limit by itself. 503 is one with <c>Retry-After</c>, and 403, as GitHub has it, with
    /// <c>Retry-After</c> or where nothing remains. Of several headers the first counts that can be read: <c>Retry-After</c>,
    /// <c>RateLimit</c>, and those that name the reset.
    /// </remarks>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now) => response.StatusCode switch
    {
        HttpStatusCode.TooManyRequests => RetryAfter(response.Headers, now) ?? ByLimit(response.Headers, now),
        HttpStatusCode.ServiceUnavailable => RetryAfter(response.Headers, now),
        HttpStatusCode.Forbidden => RetryAfter(response.Headers, now) ?? (NothingRemains(response.Headers) ? ByLimit(response.Headers, now) : null),
        _ => null,
    };

    /// <summary>
    /// The wait by <c>Retry-After</c> (RFC 9110 section 10.2.3: seconds or a date; some servers send fractions), or by the
    /// <c>Retry-After-Ms</c> of Azure, which is finer.
    /// </summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (TryRead(headers, "Retry-After-Ms", out decimal milliseconds))
        {
            return ToTimeSpan(milliseconds / 1000);
        }

        if (TryRead(headers, "Retry-After", out decimal seconds))
        {
            return ToTimeSpan(seconds);
        }

        return headers.RetryAfter?.Date is { } date ? NotNegative(date - now) : null;
    }

    /// <summary>Seconds as a time; as long as can be where there is no such time.</summary>
    public static TimeSpan ToTimeSpan(decimal seconds) =>
        seconds >= long.MaxValue / TimeSpan.TicksPerSecond ? TimeSpan.MaxValue : TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));

    private static TimeSpan? ByLimit(HttpResponseHeaders headers, DateTimeOffset now) =>
        RateLimitField.Wait(Text(headers, "RateLimit"), Text(headers, "RateLimit-Policy")) ?? ByReset(headers, now);

    private static TimeSpan? ByReset(HttpResponseHeaders headers, DateTimeOffset now)
    {
        foreach (string name in ResetHeaders)
        {
            if (TryRead(headers, name, out decimal reset))
            {
                return ResetTime.Wait(reset, now);
            }
        }

        return null;
    }

    private static bool NothingRemains(HttpResponseHeaders headers) =>
        Array.Exists(RemainingHeaders, name => TryRead(headers, name, out decimal left) && left == 0) || RateLimitField.IsUsedUp(Text(headers, "RateLimit"));

    /// <summary>A number that isn't negative, such as 30 or 1.5; one that no decimal holds is the largest there is.</summary>
    private static bool TryRead(HttpResponseHeaders headers, string name, out decimal number)
    {
        number = 0;
        if (Text(headers, name)?.Trim(' ') is not { Length: > 0 } text || text.AsSpan().ContainsAnyExcept(Digits))
        {
            return false;
        }

        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number))
        {
            number = decimal.MaxValue;
            return !text.Contains('.', StringComparison.Ordinal);
        }

        return true;
    }

    private static string? Text(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out HeaderStringValues values) ? values.ToString() : null;

    private static TimeSpan NotNegative(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
