using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace HmacKit.Analyzers.Fixes;

/// <summary>HMAC003: the same comparison in fixed time, where it is one byte for byte or character for character. One that ignores case has no fix.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ComparisonFix : CodeFixProvider
{
    private const string Title = "Compare in fixed time";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Rule.ComparedInVariableTime.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        SyntaxNode? node = root?.FindNode(context.Span, getInnermostNodeForTie: true);
        if (root is null || node is null || model?.GetOperation(node, context.CancellationToken) is not { } operation || Replacement(operation) is not { } replacement)
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(node, replacement.WithTriviaFrom(node)))), Title),
            context.Diagnostics);
    }

    private static ExpressionSyntax? Replacement(IOperation operation)
    {
        bool isOrdinal = operation is not IInvocationOperation call
            || call.Arguments.All(argument => argument.Parameter?.Type.Name is not ("StringComparison" or "IEqualityComparer") || argument.Value.Syntax.ToString().EndsWith(".Ordinal", StringComparison.Ordinal));
        bool isEquality = operation is not IInvocationOperation { TargetMethod.Name: not ("Equals" or "SequenceEqual") } && operation is not IInvocationOperation { TargetMethod.ContainingType.Name: "StringComparer" };
        if (!isOrdinal || !isEquality || ComparisonAnalyzer.OperandsOf(operation) is not var (left, right) || Bytes(left) is not { } first || Bytes(right) is not { } second)
        {
            return null;
        }

        string not = operation is IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } ? "!" : "";
        return Simplified($"{not}global::System.Security.Cryptography.CryptographicOperations.FixedTimeEquals({first}, {second})");
    }

    /// <summary>Code whose names are cut to what the usings leave to say.</summary>
    internal static ExpressionSyntax Simplified(string code)
    {
        ExpressionSyntax expression = SyntaxFactory.ParseExpression(code);
        return expression.ReplaceNodes(expression.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>(), (_, node) => node.WithAdditionalAnnotations(Simplifier.Annotation));
    }

    /// <summary>An operand as bytes; null if it can't be one without a change of what is compared.</summary>
    private static string? Bytes(IOperation operand)
    {
        while (operand is IConversionOperation { IsImplicit: true } conversion)
        {
            operand = conversion.Operand;
        }

        string text = operand.Syntax is BinaryExpressionSyntax or ConditionalExpressionSyntax ? $"({operand.Syntax})" : operand.Syntax.ToString();
        return operand.Type switch
        {
            // AsSpan of null is empty, and so is unequal to any signature, as null is.
            { SpecialType: SpecialType.System_String } => $"global::System.Runtime.InteropServices.MemoryMarshal.AsBytes(global::System.MemoryExtensions.AsSpan({text}))",
            IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte } => text,
            INamedTypeSymbol { Name: "Span" or "ReadOnlySpan", TypeArguments: { Length: 1 } element } when element[0].SpecialType == SpecialType.System_Byte => text,
            _ => null,
        };
    }
}
