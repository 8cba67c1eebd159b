using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace HmacKit.AspNetCore;

/// <summary>Lets only callers through to a controller or an action that have budget left, as <c>RequireLimit</c> does for endpoints.</summary>
/// <param name="policy">The name of the limits in <see cref="LimitTiers"/>, such as <c>bulk</c>; null for those of the caller's tier.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireLimitAttribute(string? policy = null) : Attribute, IAsyncAuthorizationFilter, IOrderedFilter
{
    /// <summary>The name of the limits in <see cref="LimitTiers"/>; null for those of the caller's tier.</summary>
    public string? Policy { get; } = policy;

    /// <summary>How many tokens a call takes, 1 by default.</summary>
    public int Tokens { get; set; } = 1;

    /// <summary>After whatever says who is calling.</summary>
    public int Order => 1000;

    /// <inheritdoc/>
    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!await LimitGate.Find(context.HttpContext.RequestServices).TryPassAsync(context.HttpContext, Policy, Tokens))
        {
            context.Result = new EmptyResult();
        }
    }
}
