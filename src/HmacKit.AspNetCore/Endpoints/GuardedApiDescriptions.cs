using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore;

/// <summary>
/// Puts the headers of signed endpoints, and what they may answer, into their description, from which OpenAPI documents
/// are made, whichever package makes them.
/// </summary>
internal sealed class GuardedApiDescriptions(IServiceProvider services) : IApiDescriptionProvider
{
    // The package that makes the document asks for it.
    private static readonly ModelMetadata Text = new EmptyModelMetadataProvider().GetMetadataForType(typeof(string));

    /// <summary>After those that make the descriptions.</summary>
    public int Order => 0;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (ApiDescription description in context.Results)
        {
            foreach (object metadata in description.ActionDescriptor.EndpointMetadata)
            {
                Describe(description, metadata);
            }
        }
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
    }

    private void Describe(ApiDescription description, object metadata)
    {
        switch (metadata)
        {
            case SignatureMetadata signature:
                DescribeSignature(description, signature.Scheme, signature.Scope);
                break;
            case RequireSignatureAttribute attribute:
                DescribeSignature(description, attribute.Scheme, attribute.Scope);
                break;
            case ApiKeyMetadata key:
                DescribeKey(description, key.Name, key.Scope);
                break;
            case RequireApiKeyAttribute attribute:
                DescribeKey(description, attribute.Name, attribute.Scope);
                break;
            case LimitMetadata or RequireLimitAttribute:
                AddAnswer(description, StatusCodes.Status429TooManyRequests);
                break;
        }
    }

    private void DescribeKey(ApiDescription description, string name, string? scope)
    {
        AddHeader(description, services.GetRequiredService<ApiKeyGates>().OptionsOf(name).Header);
        AddRefusals(description, scope);
    }

    private void DescribeSignature(ApiDescription description, string name, string? scope)
    {
        if (services.GetKeyedService<SignatureScheme>(name) is { } scheme)
        {
            foreach (SchemeCarrier header in scheme.Headers)
            {
                AddHeader(description, header.Name);
            }
        }

        AddRefusals(description, scope);
    }

    private static void AddRefusals(ApiDescription description, string? scope)
    {
        AddAnswer(description, StatusCodes.Status401Unauthorized);
        if (scope is not null)
        {
            AddAnswer(description, StatusCodes.Status403Forbidden);
        }
    }

    private static void AddHeader(ApiDescription description, string name)
    {
        if (description.ParameterDescriptions.Any(parameter => parameter.Source == BindingSource.Header && parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        description.ParameterDescriptions.Add(new ApiParameterDescription
        {
            Name = name,
            Source = BindingSource.Header,
            Type = typeof(string),
            ModelMetadata = Text,
            IsRequired = true,
            ParameterDescriptor = new() { Name = name, ParameterType = typeof(string) },
        });
    }

    private static void AddAnswer(ApiDescription description, int code)
    {
        if (!description.SupportedResponseTypes.Any(response => response.StatusCode == code))
        {
            description.SupportedResponseTypes.Add(new ApiResponseType { StatusCode = code, Type = typeof(void) });
        }
    }
}
