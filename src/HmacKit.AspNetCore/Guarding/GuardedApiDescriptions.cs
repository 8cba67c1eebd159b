using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace HmacKit.AspNetCore;

/// <summary>
/// Puts the headers that endpoints require, and what they may answer, into their description, from which OpenAPI documents are made,
/// whichever package makes them.
/// </summary>
internal sealed class GuardedApiDescriptions(Gates gates) : IApiDescriptionProvider
{
    /// <summary>After those that make the descriptions.</summary>
    public int Order => 0;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (ApiDescription description in context.Results)
        {
            foreach (RequirementAttribute requirement in description.ActionDescriptor.EndpointMetadata.OfType<RequirementAttribute>())
            {
                requirement.Describe(new EndpointDescription(description), gates);
            }
        }
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
    }
}
