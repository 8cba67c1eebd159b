using Microsoft.CodeAnalysis;

namespace HmacKit.Analyzers;

/// <summary>The types that the rules are about, looked up once for a compilation.</summary>
internal sealed class HmacKitTypes(Compilation compilation, INamedTypeSymbol key)
{
    public INamedTypeSymbol Key { get; } = key;

    public INamedTypeSymbol? KeySource { get; } = compilation.GetTypeByMetadataName("HmacKit.IKeySource");

    public INamedTypeSymbol? SignedHeaders { get; } = compilation.GetTypeByMetadataName("HmacKit.SignedHeaders");

    public INamedTypeSymbol? Signer { get; } = compilation.GetTypeByMetadataName("HmacKit.RequestSigner");

    public INamedTypeSymbol? Mac { get; } = compilation.GetTypeByMetadataName("System.Security.Cryptography.HMAC");

    /// <summary>Whether a type is in one of HmacKit's assemblies.</summary>
    public static bool IsOurs(INamedTypeSymbol? type) =>
        type?.ContainingAssembly?.Name is { } name && (name == "HmacKit" || name.StartsWith("HmacKit.", StringComparison.Ordinal))
        && Root(type.ContainingNamespace) is "HmacKit" or "Microsoft";

    /// <summary>Whether a type has this name in this namespace.</summary>
    public static bool Is(ITypeSymbol? type, string space, string name) =>
        type is not null && type.Name == name && type.ContainingNamespace?.ToDisplayString() == space;

    private static string Root(INamespaceSymbol space)
    {
        while (space.ContainingNamespace is { IsGlobalNamespace: false } outer)
        {
            space = outer;
        }

        return space.Name;
    }
}
