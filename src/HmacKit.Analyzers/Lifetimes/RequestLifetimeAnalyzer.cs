using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace HmacKit.Analyzers;

/// <summary>HMAC008 and HMAC009: what is worth its price only once for a program, made for each request.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RequestLifetimeAnalyzer : HmacKitAnalyzer
{
    /// <summary>The rules.</summary>
    public RequestLifetimeAnalyzer()
        : base(looksAtTests: false, Rule.MemoryForOneRequest, Rule.CompiledForOneRequest)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, HmacKitTypes types)
    {
        context.RegisterOperationAction(CheckCreation, OperationKind.ObjectCreation);
        context.RegisterOperationAction(CheckCall, OperationKind.Invocation);
    }

    private static void CheckCreation(OperationAnalysisContext context)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (!IsMemory(creation.Type))
        {
            return;
        }

        string? of = RegistrationOf(creation) ?? (RequestLifetime.Holds(creation, context.ContainingSymbol) ? "request" : null);
        if (of is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule.MemoryForOneRequest, creation.Syntax.GetLocation(), creation.Type!.Name, of));
        }
    }

    private static void CheckCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        IMethodSymbol method = call.TargetMethod;
        if (method is { Name: "Compile", ContainingType.Name: "SignatureScheme" or "MessageSignatureDefinition" } && HmacKitTypes.IsOurs(method.ContainingType))
        {
            if (RequestLifetime.Holds(call, context.ContainingSymbol))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule.CompiledForOneRequest, call.Syntax.GetLocation()));
            }
        }
        else if (LifetimeOf(method) is { } of && method.TypeArguments.LastOrDefault() is { } type && IsMemory(type) && call.Arguments.Length == 1)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule.MemoryForOneRequest, call.Syntax.GetLocation(), type.Name, of));
        }
    }

    private static bool IsMemory(ITypeSymbol? type) => type?.Name is "MemoryReplayStore" or "MemoryTokenBuckets" or "CachedReplayStore" && HmacKitTypes.IsOurs(type as INamedTypeSymbol);

    private static string? LifetimeOf(IMethodSymbol method) => method.ContainingType.Name == "ServiceCollectionServiceExtensions"
        ? method.Name switch { "AddScoped" => "scope", "AddTransient" => "use", _ => null }
        : null;

    /// <summary>What the factory of a registration makes its object for, if it is that of a short life.</summary>
    private static string? RegistrationOf(IOperation operation)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IInvocationOperation call)
            {
                if (call.TargetMethod.ContainingType.Name == "ServiceCollectionServiceExtensions")
                {
                    // An object that the lambda found outside of it isn't made anew: only what the factory itself makes.
                    return LifetimeOf(call.TargetMethod);
                }
            }
            else if (parent is IAssignmentOperation { Target: IFieldReferenceOperation })
            {
                return null;
            }
        }

        return null;
    }
}
