using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace HmacKit.Analyzers.Fixes;

/// <summary>HMAC005: <c>EnableBuffering</c> as the first statement of the middleware, so that the verification can rewind the body.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class BufferingFix : CodeFixProvider
{
    private const string Title = "Call EnableBuffering first";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Rule.BodyUsedUp.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        ParenthesizedLambdaExpressionSyntax? lambda = root?.FindNode(context.Span).AncestorsAndSelf().OfType<ParenthesizedLambdaExpressionSyntax>().FirstOrDefault(item => item.ParameterList.Parameters.Count == 2);
        if (root is null || lambda?.Block is not { } block)
        {
            return;
        }

        StatementSyntax first = SyntaxFactory.ParseStatement($"{lambda.ParameterList.Parameters[0].Identifier.Text}.Request.EnableBuffering();\n").WithAdditionalAnnotations(Formatter.Annotation);
        context.RegisterCodeFix(
            CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(block, block.WithStatements(block.Statements.Insert(0, first))))), Title),
            context.Diagnostics);
    }
}
