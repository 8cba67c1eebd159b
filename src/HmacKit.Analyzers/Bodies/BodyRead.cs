using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace HmacKit.Analyzers;

/// <summary>What uses a request's body up in ASP.NET Core. To pass the stream on, wrapped, doesn't.</summary>
internal static class BodyRead
{
    /// <summary>Whether an operation reads the body or the form.</summary>
    public static bool Is(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Property: { Name: "Form", ContainingType.Name: "HttpRequest" } } => true,
        IInvocationOperation call => IsRead(call),
        _ => false,
    };

    private static bool IsRead(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        return method.Name switch
        {
            "ReadFormAsync" or "ReadFromJsonAsync" => method.ContainingType.Name is "HttpRequest" or "RequestFormReaderExtensions" or "HttpRequestJsonExtensions",

            // request.Body.ReadAsync(…), new StreamReader(request.Body).ReadToEndAsync()
            "Read" or "ReadAsync" or "ReadExactly" or "ReadExactlyAsync" or "ReadAtLeastAsync" or "CopyTo" or "CopyToAsync" or "ReadToEnd" or "ReadToEndAsync" or "ReadLineAsync" =>
                IsBody(call.Instance, 0),

            // JsonSerializer.DeserializeAsync<T>(request.Body), JsonDocument.ParseAsync(request.Body)
            "Deserialize" or "DeserializeAsync" or "DeserializeAsyncEnumerable" or "Parse" or "ParseAsync" => call.Arguments.Any(argument => IsBody(argument.Value, 0)),
            _ => false,
        };
    }

    private static bool IsBody(IOperation? value, int depth) => Origin.Of(value) switch
    {
        IPropertyReferenceOperation { Property: { Name: "Body" or "BodyReader", ContainingType.Name: "HttpRequest" } } => true,
        IObjectCreationOperation { Type.Name: "StreamReader" } reader when depth == 0 => reader.Arguments.Any(argument => IsBody(argument.Value, 1)),
        _ => false,
    };
}
