using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace HmacKit.AspNetCore;

/// <summary>
/// What a request must have to reach an endpoint, before anything of it is bound: a signature, an API key, a user's token, or budget.
/// On a controller or an action the attribute does it; on other endpoints and groups the method of its name does, and adds the
/// attribute to the endpoint's metadata, where documents and policies find it.
/// </summary>
public abstract class RequirementAttribute : Attribute, IAsyncAuthorizationFilter, IOrderedFilter
{
    private protected RequirementAttribute()
    {
    }

    /// <summary>Who is calling comes before all filters: none of them may answer a request that nobody has verified. Limits come after that.</summary>
    public abstract int Order { get; }

    /// <summary>Lets the request through, or answers for it.</summary>
    /// <param name="context">The request.</param>
    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!await TryPassAsync(context.HttpContext, Callers.Of(context.HttpContext)))
        {
            context.Result = new EmptyResult();
        }
    }

    /// <summary>Lets the request through, or answers for it.</summary>
    internal abstract Task<bool> TryPassAsync(HttpContext context, Callers callers);

    /// <summary>Finds what it takes.</summary>
    /// <exception cref="InvalidOperationException">It isn't there, or is set up wrongly.</exception>
    internal abstract void Resolve(Gates gates);

    /// <summary>Says what it asks for and how it refuses.</summary>
    internal abstract void Describe(EndpointDescription description, Gates gates);
}
