using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>
/// Lets only callers through that have budget left, and tells every caller what is left. It counts by the key or token that was verified
/// before, however that was asked for; a caller without one counts by address. Several limits must all be kept.
/// </summary>
/// <param name="policy">The name of the limits in <see cref="LimitTiers"/>, such as <c>bulk</c>; null for those of the caller's tier.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireLimitAttribute(string? policy = null) : RequirementAttribute
{
    private LimitGate? _gate;

    /// <summary>The name of the limits in <see cref="LimitTiers"/>; null for those of the caller's tier.</summary>
    public string? Policy { get; } = policy;

    /// <summary>How many tokens a call takes, 1 by default.</summary>
    public int Tokens { get; set; } = 1;

    /// <summary>After whatever says who is calling.</summary>
    public override int Order => 1000;

    internal override Task<bool> TryPassAsync(HttpContext context, Callers callers) =>
        (_gate ??= Gates.Of(context.RequestServices).Limit()).TryPassAsync(context, callers, Policy, Tokens);

    internal override void Resolve(Gates gates)
    {
        gates.Limit().Check(Policy);
        if (Tokens <= 0)
        {
            throw new InvalidOperationException($"A call takes {Tokens} tokens: set {nameof(Tokens)} to 1 or more.");
        }
    }

    internal override void Describe(EndpointDescription description, Gates gates)
    {
        RefusalAnswer answer = gates.Limit().Answer;
        description.AddAnswer(answer, StatusCodes.Status429TooManyRequests);
        description.AddAnswer(answer, StatusCodes.Status503ServiceUnavailable);
    }
}
