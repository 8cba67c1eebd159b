using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace HmacKit.Analyzers;

/// <summary>HMAC003: what HMAC has computed, compared by something that stops early. A comparison with a constant is a known answer, no secret.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ComparisonAnalyzer : HmacKitAnalyzer
{
    /// <summary>The rule.</summary>
    public ComparisonAnalyzer()
        : base(looksAtTests: false, Rule.ComparedInVariableTime)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, HmacKitTypes types) => context.RegisterOperationBlockAction(block =>
    {
        List<(IOperation Comparison, IOperation Left, IOperation Right)>? comparisons = null;
        var macs = new ComputedMacs(types);
        foreach (IOperation operation in block.OperationBlocks.SelectMany(item => item.Descendants()))
        {
            macs.Visit(operation);
            if (OperandsOf(operation) is { } pair)
            {
                (comparisons ??= []).Add((operation, pair.Left, pair.Right));
            }
        }

        if (comparisons is null)
        {
            return;
        }

        foreach ((IOperation comparison, IOperation left, IOperation right) in comparisons)
        {
            if (!IsConstant(left) && !IsConstant(right) && (macs.Contains(left) || macs.Contains(right)))
            {
                string name = comparison is IInvocationOperation call ? call.TargetMethod.Name : comparison is IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } ? "!=" : "==";
                block.ReportDiagnostic(Diagnostic.Create(Rule.ComparedInVariableTime, comparison.Syntax.GetLocation(), name));
            }
        }
    });

    private static bool IsConstant(IOperation operand) => Origin.Of(operand) is { ConstantValue.HasValue: true } or null;

    /// <summary>The two sides of a comparison; null if the operation is none.</summary>
    internal static (IOperation Left, IOperation Right)? OperandsOf(IOperation operation)
    {
        switch (operation)
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary
                when binary.LeftOperand.Type is { SpecialType: SpecialType.System_String } or IArrayTypeSymbol || binary.RightOperand.Type is { SpecialType: SpecialType.System_String }:
                return (binary.LeftOperand, binary.RightOperand);
            case IInvocationOperation call when IsComparison(call.TargetMethod):
                IOperation? first = call.Instance is { } instance && !HmacKitTypes.Is(call.TargetMethod.ContainingType, "System", "StringComparer") ? instance : call.Arguments.FirstOrDefault()?.Value;
                IOperation? second = first == call.Instance ? call.Arguments.FirstOrDefault()?.Value : call.Arguments.Skip(1).FirstOrDefault()?.Value;
                return first is null || second is null ? null : (first, second);
            default:
                return null;
        }
    }

    private static bool IsComparison(IMethodSymbol method) => method.Name switch
    {
        "SequenceEqual" => method.ContainingType.Name is "MemoryExtensions" or "Enumerable",
        "SequenceCompareTo" => method.ContainingType.Name is "MemoryExtensions",
        "Equals" => method.ContainingType.SpecialType is SpecialType.System_String or SpecialType.System_Object || method.ContainingType.Name is "MemoryExtensions" or "StringComparer",
        "Compare" or "CompareOrdinal" or "CompareTo" => method.ContainingType.SpecialType == SpecialType.System_String,
        _ => false,
    };
}
