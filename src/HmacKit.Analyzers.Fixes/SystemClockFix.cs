using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HmacKit.Analyzers.Fixes;

/// <summary>HMAC004: the same time from the <c>TimeProvider</c> at hand, or from the system's where there is none: a place to put another one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class SystemClockFix : CodeFixProvider
{
    private const string Title = "Take the time from a TimeProvider";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Rule.SystemClock.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span, getInnermostNodeForTie: true) is not ExpressionSyntax node || model?.GetSymbolInfo(node, context.CancellationToken).Symbol is not IPropertySymbol property)
        {
            return;
        }

        // A DateTime stays one, unless it becomes a DateTimeOffset anyway.
        bool isOffset = property.ContainingType.Name == "DateTimeOffset" || model.GetTypeInfo(node, context.CancellationToken).ConvertedType?.Name == "DateTimeOffset";
        string kind = property.Name == "Now" ? "Local" : "Utc";
        string code = $"{ProviderAt(model, node.SpanStart) ?? "global::System.TimeProvider.System"}.Get{kind}Now(){(isOffset ? "" : $".{(kind == "Local" ? "Local" : "Utc")}DateTime")}";
        ExpressionSyntax replacement = ComparisonFix.Simplified(code).WithTriviaFrom(node);
        context.RegisterCodeFix(CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(node, replacement))), Title), context.Diagnostics);
    }

    /// <summary>The one <c>TimeProvider</c> that can be named here.</summary>
    private static string? ProviderAt(SemanticModel model, int position)
    {
        string? name = null;
        foreach (ISymbol symbol in model.LookupSymbols(position))
        {
            ITypeSymbol? type = symbol switch
            {
                IParameterSymbol parameter => parameter.Type,
                IFieldSymbol field => field.Type,
                IPropertySymbol property => property.Type,
                ILocalSymbol local when local.Locations.All(location => location.SourceSpan.End < position) => local.Type,
                _ => null,
            };
            if (HmacKitTypes.Is(type, "System", "TimeProvider"))
            {
                if (name is not null)
                {
                    return null;
                }

                name = symbol.Name;
            }
        }

        return name;
    }
}
