using System.Net;
using System.Security.Cryptography;

namespace HmacKit.Http;

/// <summary>Which answers to a webhook are followed by another attempt, and when. Immutable, safe to share.</summary>
/// <remarks>
/// An attempt without an answer in time, a redirect and a 5xx are always followed by another one while there are delays. 2xx
/// is delivered, and 410 (RFC 9110 section 15.5.11) final: the receiver wants no more. A value that is out of bounds throws
/// <see cref="ArgumentOutOfRangeException"/> where it is set.
/// </remarks>
public sealed class WebhookRetryPolicy
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    /// <summary>
    /// The policy of a sender to which nothing else is said: again after 60 seconds, 5 minutes and 15 minutes; of 4xx on 408
    /// (too slow), 425 (too early) and 429 (too many); not before <c>Retry-After</c>, up to an hour; with jitter.
    /// </summary>
    public static WebhookRetryPolicy Default { get; } = new();

    /// <summary>As OneRing documents it: every 4xx is final, the delays are kept to the second, and <c>Retry-After</c> isn't looked at.</summary>
    public static WebhookRetryPolicy OneRing { get; } = new() { RetriedStatuses = [], MaxRetryAfter = TimeSpan.Zero, Jitter = 0 };

    /// <summary>
    /// As the Standard Webhooks specification recommends: again after 5 seconds, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours, ten attempts over three
    /// days; of all 4xx but 410, with jitter.
    /// </summary>
    /// <remarks>https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#deliverability-and-reliability</remarks>
    public static WebhookRetryPolicy StandardWebhooks { get; } = new()
    {
        Delays =
        [
            TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
            TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
        ],
        RetriedStatuses = [.. Enumerable.Range(400, 100).Except([410])],
    };

    /// <summary>
    /// How long after a failed attempt the next one is made, the first delay after the first attempt: each zero to 1 day. A
    /// webhook that fails once more than there are delays is a dead letter. The default is 60 seconds, 5 minutes and 15
    /// minutes: four attempts in all.
    /// </summary>
    public IReadOnlyList<TimeSpan> Delays { get; init => field = [.. value.Select(Checked)]; } = [TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)];

    /// <summary>The 4xx that are followed by another attempt: 400 to 499, but for 410. The default is 408, 425 and 429; all others are final.</summary>
    public IReadOnlyCollection<int> RetriedStatuses { get; init => field = [.. value.Select(Checked)]; } = [408, 425, 429];

    /// <summary>
    /// How far <c>Retry-After</c> of a 429 or 503 can put the next attempt off: zero (it isn't looked at) to 1 day. A
    /// receiver that asks for longer gets this. It can't bring an attempt forward. The default is 1 hour.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; init => field = Checked(value); } = TimeSpan.FromHours(1);

    /// <summary>
    /// By how much of itself a delay is lengthened at most, at random, so that what failed together doesn't come back
    /// together: 0 to 1. The default is 0.2, so up to a fifth.
    /// </summary>
    public double Jitter
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 0);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
            field = value;
        }
    }

    = 0.2;

    /// <summary>What an answer means.</summary>
    internal WebhookOutcome Judge(HttpStatusCode status) => (int)status switch
    {
        >= 200 and <= 299 => WebhookOutcome.Delivered,
        410 => WebhookOutcome.Gone,
        >= 400 and <= 499 when !RetriedStatuses.Contains((int)status) => WebhookOutcome.Refused,
        _ => WebhookOutcome.Failed,
    };

    /// <summary>How long after a failed attempt the next one is due; null if it was the last one.</summary>
    /// <param name="attempt">Which attempt failed.</param>
    /// <param name="response">The answer; null if there was none.</param>
    /// <param name="now">The time of now.</param>
    internal TimeSpan? DelayAfter(int attempt, HttpResponseMessage? response, DateTimeOffset now)
    {
        if (attempt > Delays.Count)
        {
            return null;
        }

        TimeSpan delay = Delays[attempt - 1];
        if (response?.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
            && RetryTime.RetryAfter(response.Headers, now) is { } asked)
        {
            TimeSpan within = asked < MaxRetryAfter ? asked : MaxRetryAfter;
            delay = within > delay ? within : delay;
        }

        const int steps = 1000;
        return delay + (delay * (Jitter * RandomNumberGenerator.GetInt32(steps + 1) / steps));
    }

    private static TimeSpan Checked(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, LongestDelay);
        return delay;
    }

    private static int Checked(int status)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 499);
        ArgumentOutOfRangeException.ThrowIfEqual(status, (int)HttpStatusCode.Gone);
        return status;
    }
}
