using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace HmacKit.AspNetCore;

/// <summary>Lets only requests with an API key through to a controller or an action, before its arguments are bound.</summary>
/// <param name="scope">The scope that the key must have, compared exactly; null if any key will do.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequireApiKeyAttribute(string? scope = null) : Attribute, IAsyncAuthorizationFilter, IOrderedFilter
{
    /// <summary>The scope that the key must have; null if any key will do.</summary>
    public string? Scope { get; } = scope;

    /// <summary>The name of the settings, <see cref="ApiKeyAuthenticationOptions"/>.</summary>
    public string Name { get; set; } = ApiKeyAuthenticationOptions.DefaultName;

    /// <summary>Before all other filters: none of them may answer a request that nobody has verified.</summary>
    public int Order => int.MinValue;

    /// <inheritdoc/>
    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!await ApiKeyGates.Find(context.HttpContext, Name).TryPassAsync(context.HttpContext, Scope))
        {
            context.Result = new EmptyResult();
        }
    }
}
