using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace HmacKit.Analyzers;

/// <summary>What HMAC has computed in one method, also as text, and the buffers that it was written into.</summary>
internal sealed class ComputedMacs(HmacKitTypes types)
{
    private HashSet<ISymbol>? _buffers;

    /// <summary>Looks whether an operation writes a MAC into a buffer.</summary>
    public void Visit(IOperation operation)
    {
        if (operation is not IInvocationOperation call || !Computes(call))
        {
            return;
        }

        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter?.Name is "destination" or "tag" or "signature" && BufferOf(argument.Value) is { } buffer)
            {
                (_buffers ??= new(SymbolEqualityComparer.Default)).Add(buffer);
            }
        }
    }

    /// <summary>Whether a value is a MAC, or text made of one.</summary>
    public bool Contains(IOperation? value) => Contains(value, 0);

    private bool Contains(IOperation? value, int depth)
    {
        if (depth > 16 || value is null)
        {
            return false;
        }

        if (_buffers is not null && BufferOf(value) is { } buffer && _buffers.Contains(buffer))
        {
            return true;
        }

        return Origin.Of(value) switch
        {
            IInvocationOperation call => Computes(call) || (PassesOn(call.TargetMethod) && Inputs(call).Any(input => Contains(input, depth + 1))),
            IPropertyReferenceOperation { Property: { IsIndexer: true } indexer } => SymbolEqualityComparer.Default.Equals(indexer.ContainingType, types.SignedHeaders)
                && indexer.Type.SpecialType == SpecialType.System_String,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => Contains(sum.LeftOperand, depth + 1) || Contains(sum.RightOperand, depth + 1),
            IInterpolatedStringOperation text => text.Parts.OfType<IInterpolationOperation>().Any(part => Contains(part.Expression, depth + 1)),
            _ => false,
        };
    }

    private static IEnumerable<IOperation> Inputs(IInvocationOperation call) =>
        call.Instance is { } instance ? call.Arguments.Select(argument => argument.Value).Prepend(instance) : call.Arguments.Select(argument => argument.Value);

    /// <summary>What gives the same bytes or their text: of the base library, and not a hash.</summary>
    private static bool PassesOn(IMethodSymbol method) =>
        (method.ReturnType is { SpecialType: SpecialType.System_String } or IArrayTypeSymbol or INamedTypeSymbol { Name: "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory" })
        && method.ContainingType.ContainingNamespace.ToDisplayString() is "System" or "System.Text" or "System.Linq" or "System.Buffers.Text" or "Microsoft.AspNetCore.WebUtilities";

    private bool Computes(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        return (method.ContainingType.Name, method.Name) switch
        {
            ("CryptographicOperations", "HmacData" or "HmacDataAsync" or "TryHmacData") => true,
            ("IncrementalHash", "GetHashAndReset" or "GetCurrentHash" or "TryGetHashAndReset" or "TryGetCurrentHash") =>
                Origin.Of(call.Instance) is IInvocationOperation { TargetMethod.Name: "CreateHMAC" },
            ("HmacKey", "ComputeTag") => SymbolEqualityComparer.Default.Equals(method.ContainingType, types.Key),
            ("RequestSigner", "Sign") => SymbolEqualityComparer.Default.Equals(method.ContainingType, types.Signer) && method.ReturnType.SpecialType == SpecialType.System_Int32,
            (_, "HashData" or "HashDataAsync" or "TryHashData" or "ComputeHash" or "ComputeHashAsync" or "TryComputeHash") => IsMac(method.ContainingType) || IsMac(call.Instance?.Type),
            _ => false,
        };
    }

    private bool IsMac(ITypeSymbol? type)
    {
        for (; type is not null && types.Mac is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, types.Mac))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The local, parameter or field that a value is, or is a part of.</summary>
    private static ISymbol? BufferOf(IOperation? value)
    {
        for (int steps = 0; value is not null && steps < 16; steps++)
        {
            switch (value)
            {
                case ILocalReferenceOperation local:
                    return local.Local;
                case IParameterReferenceOperation parameter:
                    return parameter.Parameter;
                case IFieldReferenceOperation field:
                    return field.Field;
                case IConversionOperation conversion:
                    value = conversion.Operand;
                    break;
                case IPropertyReferenceOperation { Instance: { } instance }:
                    value = instance;
                    break;
                case IInvocationOperation { TargetMethod.Name: "Slice" or "AsSpan" or "ToArray" } slice:
                    value = slice.Instance ?? slice.Arguments.FirstOrDefault()?.Value;
                    break;
                case IOperation { Kind: OperationKind.ImplicitIndexerReference } range:
                    value = ((IImplicitIndexerReferenceOperation)range).Instance;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }
}
