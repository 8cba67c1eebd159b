using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace HmacKit.Analyzers;

/// <summary>
/// HMAC010 and HMAC011: what is kept for longer than it is right. A signer may be kept, and should be; one that was made with a ring which
/// was looked up keeps that ring, while the signers of <c>AddHmacKit</c> go by the ring of now.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KeptSignatureAnalyzer : HmacKitAnalyzer
{
    /// <summary>The rules.</summary>
    public KeptSignatureAnalyzer()
        : base(looksAtTests: false, Rule.SignerKeepsRing, Rule.SignatureForAllRequests)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, HmacKitTypes types)
    {
        context.RegisterOperationAction(operation => CheckSigner(operation, types), OperationKind.ObjectCreation);
        context.RegisterOperationAction(operation => CheckHeaders(operation, types), OperationKind.Invocation);
    }

    private static void CheckSigner(OperationAnalysisContext context, HmacKitTypes types)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (SymbolEqualityComparer.Default.Equals(creation.Type, types.Signer)
            && creation.Arguments.Any(argument => argument.Parameter?.Name == "keys" && IsLookedUp(argument.Value, types)) && IsKept(creation))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule.SignerKeepsRing, creation.Syntax.GetLocation()));
        }
    }

    /// <summary>Whether a ring is one that a source of keys was asked for, or the one of a verification or another signer.</summary>
    private static bool IsLookedUp(IOperation ring, HmacKitTypes types) => Origin.Of(ring) switch
    {
        IInvocationOperation { TargetMethod: { Name: "FindAsync" } method } => IsKeySource(method.ContainingType, types),
        IInvocationOperation { Instance: { } task, TargetMethod.Name: "GetResult" or "GetAwaiter" or "AsTask" } => IsLookedUp(task, types),
        IPropertyReferenceOperation { Property: { Name: "Result", ContainingType.Name: "Task" or "ValueTask" }, Instance: { } task } => IsLookedUp(task, types),
        IPropertyReferenceOperation { Property: { Name: "Keys" or "Ring", ContainingType: { Name: "RequestSigner" or "VerificationResult" } owner } } => HmacKitTypes.IsOurs(owner),
        _ => false,
    };

    private static bool IsKeySource(INamedTypeSymbol type, HmacKitTypes types) => types.KeySource is { } source
        && (SymbolEqualityComparer.Default.Equals(type, source) || type.AllInterfaces.Contains(source, SymbolEqualityComparer.Default));

    /// <summary>Whether the object goes into a field, a property or a registration for the whole program.</summary>
    private static bool IsKept(IOperation operation)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IAssignmentOperation { Target: IFieldReferenceOperation or IPropertyReferenceOperation }:
                    return true;
                case IInvocationOperation call:
                    return call.TargetMethod is { Name: "AddSingleton" or "AddKeyedSingleton", ContainingType.Name: "ServiceCollectionServiceExtensions" };
                case IExpressionStatementOperation or IVariableDeclaratorOperation:
                    return false;
            }
        }

        return false;
    }

    private static void CheckHeaders(OperationAnalysisContext context, HmacKitTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is "Add" or "TryAddWithoutValidation"
            && call.Instance is IPropertyReferenceOperation { Property: { Name: "DefaultRequestHeaders", ContainingType.Name: "HttpClient" } }
            && call.Arguments.Any(argument => IsSigned(argument.Value, types)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule.SignatureForAllRequests, call.Syntax.GetLocation()));
        }
    }

    /// <summary>Whether a value is one of the headers that a signer made: by name or number, or out of a loop over them.</summary>
    private static bool IsSigned(IOperation value, HmacKitTypes types)
    {
        IOperation? origin = Origin.Of(value);
        while (origin is IPropertyReferenceOperation { Instance: { } instance, Property.Name: "Key" or "Value" })
        {
            origin = Origin.Of(instance);
        }

        if (origin is IPropertyReferenceOperation { Property: { IsIndexer: true, ContainingType: { } owner } })
        {
            return SymbolEqualityComparer.Default.Equals(owner, types.SignedHeaders);
        }

        if (origin is not ILocalReferenceOperation { Local: { } local })
        {
            return false;
        }

        for (IOperation? parent = origin.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IForEachLoopOperation loop && loop.Locals.Contains(local, SymbolEqualityComparer.Default))
            {
                return SymbolEqualityComparer.Default.Equals((loop.Collection is IConversionOperation conversion ? conversion.Operand : loop.Collection).Type, types.SignedHeaders);
            }
        }

        return false;
    }
}
