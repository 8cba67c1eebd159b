using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace HmacKit.AspNetCore;

/// <summary>The description of an endpoint, for its requirements to add to.</summary>
internal readonly struct EndpointDescription(ApiDescription description)
{
    // The package that makes the document asks for them.
    private static readonly EmptyModelMetadataProvider Models = new();

    public void AddHeader(string name)
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
            ModelMetadata = Models.GetMetadataForType(typeof(string)),
            IsRequired = true,
            ParameterDescriptor = new() { Name = name, ParameterType = typeof(string) },
        });
    }

    /// <summary>What a requirement of who is calling may answer.</summary>
    /// <param name="answer">How.</param>
    /// <param name="scope">The scope that is required; null if none is.</param>
    public void AddRefusals(RefusalAnswer answer, string? scope)
    {
        AddAnswer(answer, StatusCodes.Status401Unauthorized);
        AddAnswer(answer, StatusCodes.Status503ServiceUnavailable);
        if (scope is not null)
        {
            AddAnswer(answer, StatusCodes.Status403Forbidden);
        }

        if (description.HttpMethod is not ("GET" or "HEAD" or "DELETE" or "OPTIONS"))
        {
            AddAnswer(answer, StatusCodes.Status413PayloadTooLarge);
        }
    }

    public void AddAnswer(RefusalAnswer answer, int code)
    {
        if (description.SupportedResponseTypes.Any(response => response.StatusCode == code))
        {
            return;
        }

        var response = new ApiResponseType { StatusCode = code, Type = typeof(void) };
        if (answer.ContentType is { } contentType)
        {
            response.Type = answer == RefusalAnswer.Problem ? typeof(ProblemDetails) : typeof(object);
            response.ModelMetadata = Models.GetMetadataForType(response.Type);
            response.ApiResponseFormats.Add(new ApiResponseFormat { MediaType = contentType });
        }

        description.SupportedResponseTypes.Add(response);
    }
}
