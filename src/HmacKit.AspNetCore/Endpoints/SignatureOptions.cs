using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>How an application answers and meets the requests of one scheme. Keys and windows belong to the scheme's registration.</summary>
public sealed class SignatureOptions
{
    /// <summary>
    /// What a proxy takes off the front of the path before it passes a request on, such as <c>/gateway</c>: clients sign the
    /// public path. As clients send it, still encoded, with a slash before it and none behind it. Null (the default) if the
    /// path arrives as it was sent.
    /// </summary>
    public string? PublicPathPrefix { get; set; }

    /// <summary>
    /// True to take absolute targets (<c>GET http://host/path</c>, RFC 9112 section 3.2.2), as a forwarding proxy may send them, and
    /// to verify their path and query. False (the default) refuses them, since a server reads such a target in its own way:
    /// percent escapes decoded, dot segments resolved. Even then only a target whose path and query are, to the letter, what is
    /// routed is taken, so one with an escape in its path never is.
    /// </summary>
    public bool AcceptAbsoluteTargetsBecauseTheProxySendsThem { get; set; }

    /// <summary>What a refused caller is told; problem details that say nothing but the status by default.</summary>
    public RefusalAnswer Answer { get; set; } = RefusalAnswer.Problem;

    /// <summary>
    /// True if <c>RequireSignature</c> adds the key's claims to <c>HttpContext.User</c>, beside those of another
    /// authentication, such as a user's token. False by default: <c>GetVerification</c> tells the same without the cost.
    /// </summary>
    public bool AddsIdentity { get; set; }

    /// <summary>Called when a request was verified, before its handler runs. Throwing ends the request with an error.</summary>
    public Func<HttpContext, VerificationResult, ValueTask>? OnVerified { get; set; }

    /// <summary>Called when a request was refused, before the answer is written: for alarms and counters of your own.</summary>
    public Func<HttpContext, VerificationResult, ValueTask>? OnRefused { get; set; }
}
