using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace HmacKit.Analyzers;

/// <summary>HMAC004: the system's clock, given to HmacKit or compared with a time that comes from it. A suggestion: it works, until a test has to set the time.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SystemClockAnalyzer : HmacKitAnalyzer
{
    /// <summary>The rule.</summary>
    public SystemClockAnalyzer()
        : base(looksAtTests: false, Rule.SystemClock)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, HmacKitTypes types) => context.RegisterOperationAction(
        operation =>
        {
            IPropertySymbol property = ((IPropertyReferenceOperation)operation.Operation).Property;
            if (property is { IsStatic: true, Name: "Now" or "UtcNow", ContainingType: { Name: "DateTime" or "DateTimeOffset", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } }
                && MeetsOurs(operation.Operation))
            {
                operation.ReportDiagnostic(Diagnostic.Create(Rule.SystemClock, operation.Operation.Syntax.GetLocation(), $"{property.ContainingType.Name}.{property.Name}"));
            }
        },
        OperationKind.PropertyReference);

    /// <summary>Whether the time reaches HmacKit, or meets a time of it, within the same expression.</summary>
    private static bool MeetsOurs(IOperation operation)
    {
        for (IOperation child = operation; child.Parent is { } parent; child = parent)
        {
            switch (parent)
            {
                case IArgumentOperation { Parameter.ContainingSymbol: IMethodSymbol { ContainingType: { } type } }:
                    if (HmacKitTypes.IsOurs(type))
                    {
                        return true;
                    }

                    if (type.Name is not ("DateTimeOffset" or "DateTime" or "TimeSpan" or "Nullable"))
                    {
                        return false;
                    }

                    break;
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.ContainingType: { } owner } } assignment:
                    return assignment.Value == child && HmacKitTypes.IsOurs(owner);
                case IBinaryOperation binary:
                    if (IsOurTime(binary.LeftOperand == child ? binary.RightOperand : binary.LeftOperand))
                    {
                        return true;
                    }

                    break;
                case IConversionOperation or IParenthesizedOperation or IPropertyReferenceOperation:
                case IInvocationOperation { TargetMethod.ContainingType.Name: "DateTimeOffset" or "DateTime" or "TimeSpan" }:
                case IObjectCreationOperation { Type.Name: "DateTimeOffset" or "Nullable" }:
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>Whether a value is a time that HmacKit has said: <c>result.SignedAt</c>, also as another type.</summary>
    private static bool IsOurTime(IOperation value)
    {
        IOperation? origin = Origin.Of(value);
        while (origin is IPropertyReferenceOperation { Instance: { } instance } property)
        {
            if (HmacKitTypes.IsOurs(property.Property.ContainingType))
            {
                return true;
            }

            origin = Origin.Of(instance);
        }

        return origin is IInvocationOperation { Instance: { } inner, TargetMethod.ContainingType.Name: "DateTimeOffset" or "DateTime" or "Nullable" } && IsOurTime(inner);
    }
}
