using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>How an application meets and answers requests that have to prove who is calling.</summary>
/// <typeparam name="TResult">What comes of looking at a request.</typeparam>
public abstract class GateOptions<TResult>
{
    private protected GateOptions()
    {
    }

    /// <summary>What a refused caller is told; problem details that say nothing but the status by default.</summary>
    public RefusalAnswer Answer { get; set; } = RefusalAnswer.Problem;

    /// <summary>
    /// Whether only requests that came over HTTPS are taken; null, the default, for what <c>RequireHttps</c> of the registration says.
    /// Behind a proxy <c>UseForwardedHeaders</c>, which trusts that proxy alone, tells how a request came.
    /// </summary>
    public bool? RequireHttps { get; set; }

    /// <summary>
    /// The environment whose keys are taken, such as <c>live</c>: those whose id has it between underscores (<c>osk_live_…</c>). All others are as good as
    /// unknown, so a test key never opens what is live. Null, the default, for all keys. It doesn't apply to user tokens.
    /// </summary>
    public string? Environment { get; set; }

    /// <summary>
    /// True if the requirement adds the caller's claims to <c>HttpContext.User</c>, beside those of another authentication. False by
    /// default: <c>GetVerification</c> and its kind tell the same.
    /// </summary>
    public bool AddsIdentity { get; set; }

    /// <summary>Called when a request was verified, before its handler runs. Throwing ends the request with an error.</summary>
    public Func<HttpContext, TResult, ValueTask>? OnVerified { get; set; }

    /// <summary>
    /// Called when a request was refused, before the answer is written: for alarms and counters of your own. A result that is valid is
    /// that of a caller who lacks a scope.
    /// </summary>
    public Func<HttpContext, TResult, ValueTask>? OnRefused { get; set; }
}
