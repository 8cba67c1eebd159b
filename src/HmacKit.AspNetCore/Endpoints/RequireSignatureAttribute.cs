using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace HmacKit.AspNetCore;

/// <summary>Lets only signed requests through to a controller or an action, before its arguments are bound.</summary>
/// <param name="scheme">The name under which the scheme was added.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequireSignatureAttribute(string scheme) : Attribute, IAsyncAuthorizationFilter, IOrderedFilter
{
    /// <summary>The name under which the scheme was added.</summary>
    public string Scheme { get; } = scheme;

    /// <summary>The scope that the key must have, compared exactly; null (the default) if any key will do.</summary>
    public string? Scope { get; set; }

    /// <summary>Before all other filters: none of them may answer a request that nobody has verified.</summary>
    public int Order => int.MinValue;

    /// <inheritdoc/>
    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        SignatureGate gate = SignatureGates.Find(context.HttpContext, Scheme);
        if (!await gate.TryPassAsync(context.HttpContext, Scope))
        {
            context.Result = new EmptyResult();
        }
    }
}
