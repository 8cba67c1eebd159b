using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>How an application tells of limits. The limits themselves, by tier and policy, are in <see cref="LimitTiers"/>.</summary>
public sealed class LimitResponseOptions
{
    /// <summary>True (the default) for the headers <c>X-RateLimit-Limit</c>, <c>X-RateLimit-Remaining</c> and <c>X-RateLimit-Reset</c> (Unix seconds).</summary>
    public bool SendsXRateLimit { get; set; } = true;

    /// <summary>True (the default) for the fields <c>RateLimit</c> and <c>RateLimit-Policy</c> (draft-ietf-httpapi-ratelimit-headers-10).</summary>
    public bool SendsRateLimitFields { get; set; } = true;

    /// <summary>
    /// What a refused caller is told if no scheme has let it in before; else it is the answer of that scheme. Problem
    /// details that say nothing but the status by default.
    /// </summary>
    public RefusalAnswer Answer { get; set; } = RefusalAnswer.Problem;

    /// <summary>Called when a request was refused, before the answer is written: for alarms and counters of your own.</summary>
    public Func<HttpContext, LimitDecision, ValueTask>? OnRefused { get; set; }
}
