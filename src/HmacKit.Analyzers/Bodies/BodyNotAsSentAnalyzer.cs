using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace HmacKit.Analyzers;

/// <summary>HMAC007: a verification by hand of a body that a binder has parsed, or that was written anew from what was parsed.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BodyNotAsSentAnalyzer : HmacKitAnalyzer
{
    /// <summary>The rule.</summary>
    public BodyNotAsSentAnalyzer()
        : base(looksAtTests: false, Rule.BodyNotAsSent)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, HmacKitTypes types) => context.RegisterOperationAction(
        operation =>
        {
            var call = (IInvocationOperation)operation.Operation;
            if (!IsVerification(call.TargetMethod))
            {
                return;
            }

            string? how = IsWrittenAnew(call) ? "written anew" : HasBoundBody(call, operation.ContainingSymbol) ? "parsed by a binder" : null;
            if (how is not null)
            {
                operation.ReportDiagnostic(Diagnostic.Create(Rule.BodyNotAsSent, call.Syntax.GetLocation(), $"{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}", how));
            }
        },
        OperationKind.Invocation);

    private static bool IsVerification(IMethodSymbol method) => HmacKitTypes.IsOurs(method.ContainingType) && (method.ContainingType.Name, method.Name) switch
    {
        ("RequestVerifier", "VerifyAsync" or "VerifySignatureAsync") => true,
        ("SchemeVerification", "Verify") => true,
        _ => false,
    };

    /// <summary>Whether the handler has a parameter that ASP.NET Core fills from the body, so that the body was read before.</summary>
    private static bool HasBoundBody(IOperation operation, ISymbol containing)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation lambda)
            {
                return IsBound(lambda.Symbol);
            }

            if (parent is ILocalFunctionOperation function)
            {
                return IsBound(function.Symbol);
            }
        }

        return containing is IMethodSymbol method && IsBound(method);
    }

    private static bool IsBound(IMethodSymbol handler) => handler.Parameters.Any(parameter =>
        parameter.Type.Name is not ("Stream" or "PipeReader")
        && parameter.GetAttributes().Any(attribute => HmacKitTypes.Is(attribute.AttributeClass, "Microsoft.AspNetCore.Mvc", "FromBodyAttribute")
            || HmacKitTypes.Is(attribute.AttributeClass, "Microsoft.AspNetCore.Mvc", "FromFormAttribute")));

    private static bool IsWrittenAnew(IInvocationOperation call) => call.Arguments.Any(argument => argument.Parameter?.Name switch
    {
        "request" => Origin.Of(argument.Value) is IObjectCreationOperation { Type.Name: "RawRequest" } request
            && request.Arguments.Any(item => item.Parameter?.Name == "body" && IsSerialized(item.Value)),
        "body" => IsSerialized(argument.Value),
        _ => false,
    });

    private static bool IsSerialized(IOperation value) => Origin.Of(value) switch
    {
        IInvocationOperation { TargetMethod: { ContainingType.Name: "JsonSerializer" or "JsonConvert", Name: "Serialize" or "SerializeToUtf8Bytes" or "SerializeObject" } } => true,
        IInvocationOperation { TargetMethod: { Name: "GetBytes" or "AsMemory" or "AsSpan" } } call => call.Arguments.Any(argument => IsSerialized(argument.Value)),
        _ => false,
    };
}
