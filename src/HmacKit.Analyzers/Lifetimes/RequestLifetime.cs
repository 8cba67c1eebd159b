using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace HmacKit.Analyzers;

/// <summary>Whether code runs once for each request, as far as its place shows it.</summary>
internal static class RequestLifetime
{
    /// <summary>Whether an operation is in the handler of an endpoint, a middleware, an action of a controller or a message handler, and isn't kept from there.</summary>
    public static bool Holds(IOperation operation, ISymbol containing)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                // field ??= …, and Lazy, GetOrAdd and their like, whose lambda runs once.
                case ICoalesceAssignmentOperation:
                case IAssignmentOperation { Target: IFieldReferenceOperation or IPropertyReferenceOperation { Property.IsStatic: true } }:
                    return false;
                case IAnonymousFunctionOperation lambda when IsHandler(lambda):
                    return true;
                case IAnonymousFunctionOperation lambda when !IsPassedOn(lambda):
                    return false;
            }
        }

        return containing is IMethodSymbol method && IsRequestMethod(method);
    }

    private static IInvocationOperation? CallOf(IAnonymousFunctionOperation lambda)
    {
        IOperation? parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation or IArgumentOperation)
        {
            parent = parent.Parent;
        }

        return parent as IInvocationOperation;
    }

    private static bool IsHandler(IAnonymousFunctionOperation lambda) => CallOf(lambda)?.TargetMethod switch
    {
        { Name: "Use" or "Run", ContainingType.Name: "UseExtensions" or "RunExtensions" } => true,
        { Name: "Map" or "MapGet" or "MapPost" or "MapPut" or "MapDelete" or "MapPatch" or "MapMethods" or "MapFallback", ContainingType.Name: "EndpointRouteBuilderExtensions" } => true,

        // The settings are made once, the handler runs for each event.
        { Name: "MapWebhook" or "On", ContainingType.Name: "WebhookEndpointExtensions" or "WebhookTypes" } => lambda.Symbol.Parameters.Any(parameter => parameter.Type.Name == "WebhookEvent"),
        _ => false,
    };

    /// <summary>Whether a lambda runs where it is written: LINQ and tasks, not a factory that something keeps.</summary>
    private static bool IsPassedOn(IAnonymousFunctionOperation lambda) =>
        CallOf(lambda)?.TargetMethod.ContainingType is { Name: "Enumerable" or "Task" or "Parallel" };

    private static bool IsRequestMethod(IMethodSymbol method)
    {
        if (method.Name is "Invoke" or "InvokeAsync" && method.Parameters.Any(parameter => parameter.Type.Name == "HttpContext"))
        {
            return true;
        }

        bool isSend = method is { Name: "Send" or "SendAsync", IsOverride: true };
        bool isAction = method is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, MethodKind: MethodKind.Ordinary };
        for (INamedTypeSymbol? type = method.ContainingType?.BaseType; type is not null && (isSend || isAction); type = type.BaseType)
        {
            if ((isAction && HmacKitTypes.Is(type, "Microsoft.AspNetCore.Mvc", "ControllerBase")) || (isSend && HmacKitTypes.Is(type, "System.Net.Http", "HttpMessageHandler")))
            {
                return true;
            }
        }

        return false;
    }
}
