using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace HmacKit.Analyzers;

/// <summary>HMAC001: a key from text that stands in the code. <c>ImportInsecureShortSecret</c> says itself what it is, and tests have secrets of their own.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SecretInCodeAnalyzer : HmacKitAnalyzer
{
    /// <summary>The rule.</summary>
    public SecretInCodeAnalyzer()
        : base(looksAtTests: false, Rule.SecretInCode)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, HmacKitTypes types)
    {
        context.RegisterOperationAction(CheckCall, OperationKind.Invocation, OperationKind.ObjectCreation);
        context.RegisterOperationAction(CheckAssignment, OperationKind.SimpleAssignment);
    }

    private static void CheckCall(OperationAnalysisContext context)
    {
        IMethodSymbol? method = context.Operation is IInvocationOperation invocation ? invocation.TargetMethod : ((IObjectCreationOperation)context.Operation).Constructor;
        ImmutableArray<IArgumentOperation> arguments = context.Operation is IInvocationOperation call ? call.Arguments : ((IObjectCreationOperation)context.Operation).Arguments;
        if (method is null || !HmacKitTypes.IsOurs(method.ContainingType) || SecretOf(method) is not { } parameter)
        {
            return;
        }

        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter?.Name == parameter && IsWritten(argument.Value) && !PublicKeyText.Is(argument.Value, context.Operation))
            {
                string name = method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name : $"{method.ContainingType.Name}.{method.Name}";
                context.ReportDiagnostic(Diagnostic.Create(Rule.SecretInCode, argument.Syntax.GetLocation(), name));
            }
        }
    }

    private static void CheckAssignment(OperationAnalysisContext context)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is IPropertyReferenceOperation { Property: { Name: "ClientSecret", ContainingType.Name: "ClientCredentialsOptions" } property }
            && HmacKitTypes.IsOurs(property.ContainingType) && IsWritten(assignment.Value))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule.SecretInCode, assignment.Value.Syntax.GetLocation(), $"{property.ContainingType.Name}.{property.Name}"));
        }
    }

    /// <summary>The name of the parameter that is a secret.</summary>
    private static string? SecretOf(IMethodSymbol method) => (method.ContainingType.Name, method.Name) switch
    {
        ("HmacKey", "FromText" or "Import") or ("SignatureScheme", "ImportKey") => "secret",
        ("ProtectionKey", "FromBase64" or ".ctor") or ("AuditChain", ".ctor") => "key",
        _ => null,
    };

    /// <summary>Whether a value is, or falls back to, text that stands in the code. Empty text is no secret, and refused at run time.</summary>
    private static bool IsWritten(IOperation value)
    {
        IOperation? origin = Origin.Of(value);
        return origin switch
        {
            { ConstantValue: { HasValue: true, Value: string text } } => text.Length > 0,
            IUtf8StringOperation => true,
            ICoalesceOperation coalesce => IsWritten(coalesce.WhenNull),
            IConditionalOperation { WhenFalse: { } otherwise } conditional => IsWritten(conditional.WhenTrue) || IsWritten(otherwise),
            IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true } field } => IsLiteral(field),

            // "…".AsSpan(), Encoding.UTF8.GetBytes("…"), Convert.FromBase64String("…"), a slice of it
            IInvocationOperation { TargetMethod: { ContainingType.ContainingNamespace.Name: "System" or "Text" } method } call
                when method.Name is "AsSpan" or "GetBytes" or "FromBase64String" or "FromHexString" or "ToCharArray" or "Trim" =>
                (call.Instance is { } instance && IsWritten(instance)) || call.Arguments.Any(argument => argument.Parameter?.Ordinal == 0 && IsWritten(argument.Value)),
            _ => false,
        };
    }

    private static bool IsLiteral(IFieldSymbol field) => field.DeclaringSyntaxReferences.Any(reference =>
        reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: LiteralExpressionSyntax { Token.ValueText.Length: > 0 } });
}
