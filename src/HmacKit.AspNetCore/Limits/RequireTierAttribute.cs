using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>
/// Lets only callers of some tiers through, for what isn't in every plan. It goes by the key or token that was verified before; a caller
/// without one, or without a tier, is refused like one who lacks a scope.
/// </summary>
/// <param name="tiers">The names of the tiers, compared exactly.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireTierAttribute(params string[] tiers) : RequirementAttribute
{
    /// <summary>The names of the tiers.</summary>
    public IReadOnlyList<string> Tiers { get; } = tiers;

    /// <summary>After the limits, so that asking for what isn't in the plan counts as well.</summary>
    public override int Order => 2000;

    internal override async Task<bool> TryPassAsync(HttpContext context, Callers callers)
    {
        LimitedCaller caller = LimitedCaller.Of(context, callers);
        if (caller.Tier is { } tier && Tiers.Contains(tier, StringComparer.Ordinal))
        {
            return true;
        }

        await (caller.Answer ?? RefusalAnswer.Problem).WriteAsync(context, RefusalReason.InsufficientScope).ConfigureAwait(false);
        return false;
    }

    internal override void Resolve(Gates gates)
    {
        if (Tiers.Count == 0)
        {
            throw new InvalidOperationException($"{nameof(RequireTierAttribute)} names no tier, so nobody could pass: name those that may.");
        }
    }

    internal override void Describe(EndpointDescription description, Gates gates) =>
        description.AddAnswer(RefusalAnswer.Problem, StatusCodes.Status403Forbidden);
}
