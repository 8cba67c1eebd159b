using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace HmacKit.Analyzers;

/// <summary>Where a value comes from, as far as one method shows it: through conversions, awaits, and what locals are declared with.</summary>
internal static class Origin
{
    /// <summary>The operation that makes the value.</summary>
    public static IOperation? Of(IOperation? value)
    {
        for (int steps = 0; value is not null && steps < 32; steps++)
        {
            IOperation? next = value switch
            {
                IConversionOperation conversion => conversion.Operand,
                IParenthesizedOperation parenthesized => parenthesized.Operand,
                IAwaitOperation await => await.Operation,
                IArgumentOperation argument => argument.Value,
                ILocalReferenceOperation local => Initializer(local),
                ICoalesceOperation { WhenNull: IConversionOperation { Operand: IThrowOperation } or IThrowOperation } coalesce => coalesce.Value,

                // ConfigureAwait changes nothing of what comes.
                IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } instance } => instance,
                _ => null,
            };
            if (next is null)
            {
                return value;
            }

            value = next;
        }

        return value;
    }

    /// <summary>What a local is declared with; null if it isn't set there. That it is set again somewhere makes it no better.</summary>
    private static IOperation? Initializer(ILocalReferenceOperation reference)
    {
        SyntaxReference? declaration = reference.Local.DeclaringSyntaxReferences.FirstOrDefault();
        return declaration is not null && reference.SemanticModel is { } model && declaration.SyntaxTree == model.SyntaxTree
            && model.GetOperation(declaration.GetSyntax()) is IVariableDeclaratorOperation declarator
            ? declarator.GetVariableInitializer()?.Value
            : null;
    }
}
