using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace HmacKit.Analyzers;

/// <summary>HMAC002: a verdict that nobody looks at. One that is thrown away by name (<c>_ =</c>) was meant so.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ResultIgnoredAnalyzer : HmacKitAnalyzer
{
    private static readonly ImmutableHashSet<string> Verdicts =
        ["VerificationResult", "ApiKeyResult", "UserTokenResult", "LimitDecision", "ReplayOutcome"];

    /// <summary>The rule.</summary>
    public ResultIgnoredAnalyzer()
        : base(looksAtTests: false, Rule.ResultIgnored)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, HmacKitTypes types)
    {
        context.RegisterOperationAction(CheckStatement, OperationKind.ExpressionStatement);
        context.RegisterOperationBlockAction(CheckLocals);
    }

    private static void CheckStatement(OperationAnalysisContext context)
    {
        if (VerdictOf(((IExpressionStatementOperation)context.Operation).Operation) is { } call)
        {
            Report(context.ReportDiagnostic, call);
        }
    }

    /// <summary>A local that is set to a verdict and read nowhere in the method.</summary>
    private static void CheckLocals(OperationBlockAnalysisContext context)
    {
        Dictionary<ILocalSymbol, IInvocationOperation>? unread = null;
        foreach (IOperation block in context.OperationBlocks)
        {
            foreach (IOperation operation in block.Descendants())
            {
                if (operation is IVariableDeclaratorOperation declarator && declarator.GetVariableInitializer() is { } initializer && VerdictOf(initializer.Value) is { } call)
                {
                    (unread ??= new(SymbolEqualityComparer.Default))[declarator.Symbol] = call;
                }
            }
        }

        if (unread is null)
        {
            return;
        }

        foreach (IOperation block in context.OperationBlocks)
        {
            foreach (IOperation operation in block.Descendants())
            {
                if (operation is ILocalReferenceOperation reference && !(reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference))
                {
                    unread.Remove(reference.Local);
                }
            }
        }

        foreach (IInvocationOperation call in unread.Values)
        {
            Report(context.ReportDiagnostic, call);
        }
    }

    private static void Report(Action<Diagnostic> report, IInvocationOperation call) =>
        report(Diagnostic.Create(Rule.ResultIgnored, call.Syntax.GetLocation(), $"{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}"));

    /// <summary>The call whose verdict an expression is; null if it is none.</summary>
    private static IInvocationOperation? VerdictOf(IOperation expression)
    {
        IOperation? value = expression;
        while (value is IAwaitOperation or IConversionOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
        {
            value = value switch
            {
                IAwaitOperation await => await.Operation,
                IConversionOperation conversion => conversion.Operand,
                _ => ((IInvocationOperation)value).Instance,
            };
        }

        return value is IInvocationOperation call && HmacKitTypes.IsOurs(call.TargetMethod.ContainingType) && IsVerdict(call.TargetMethod) ? call : null;
    }

    private static bool IsVerdict(IMethodSymbol method)
    {
        if (method is { Name: "Verify", ContainingType.Name: "HmacKey" })
        {
            return true;
        }

        // Refused and its like make a verdict, and ask for none.
        ITypeSymbol type = method.ReturnType is INamedTypeSymbol { Name: "ValueTask" or "Task", TypeArguments.Length: 1 } task ? task.TypeArguments[0] : method.ReturnType;
        return Verdicts.Contains(type.Name) && HmacKitTypes.IsOurs(type as INamedTypeSymbol)
            && (method.Name.StartsWith("Verify", StringComparison.Ordinal) || method.Name.StartsWith("Validate", StringComparison.Ordinal)
                || method.Name is "Take" or "TakeAsync" or "TryTake" or "TryAddAsync");
    }
}
