using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace HmacKit.Analyzers;

/// <summary>Whether a key that stands in the code is a public one: no secret, and at home in the code.</summary>
internal static class PublicKeyText
{
    // What base64 makes of the head of a SubjectPublicKeyInfo: Ed25519, P-256, and RSA of 2,048 to 8,192 bits.
    private static readonly string[] Heads = ["-----BEGIN PUBLIC KEY", "MCowBQYDK2V", "MFkwEwYHKoZIzj0", "MIIBIjANBgkqhkiG9w0", "MIIBojANBgkqhkiG9w0", "MIICIjANBgkqhkiG9w0", "MIIEIjANBgkqhkiG9w0"];

    /// <summary>By the text itself, or by the scheme that the call imports it for.</summary>
    public static bool Is(IOperation text, IOperation call) =>
        (Origin.Of(text)?.ConstantValue is { HasValue: true, Value: string value } && Heads.Any(head => value.StartsWith(head, StringComparison.Ordinal)))
        || (call is IInvocationOperation { Instance: { } scheme } && IsOfPublicKeys(Origin.Of(scheme)));

    private static bool IsOfPublicKeys(IOperation? scheme) => scheme switch
    {
        IMemberReferenceOperation { Member.ContainingType.Name: "PublicKeySchemes" } => true,
        IInvocationOperation { TargetMethod.Name: "Compile" } compiled => Definitions(compiled).Any(SetsPublicKey),
        _ => false,
    };

    private static IEnumerable<IOperation?> Definitions(IInvocationOperation compiled) =>
        compiled.Arguments.Select(argument => Origin.Of(argument.Value)).Append(Origin.Of(compiled.Instance));

    private static bool SetsPublicKey(IOperation? definition) => definition is IObjectCreationOperation { Initializer.Initializers: var initializers }
        && initializers.Any(item => item is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "PublicKey" } });
}
