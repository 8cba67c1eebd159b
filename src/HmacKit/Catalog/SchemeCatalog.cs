using System.Reflection;

namespace HmacKit;

/// <summary>
/// Schemes that are ready to use, one file each. A scheme is a static property here and nothing else in the engine
/// knows it; <see cref="All"/> finds it by itself.
/// </summary>
public static partial class SchemeCatalog
{
    /// <summary>All schemes of the catalogue, by name in ordinal order. The first call compiles them all; <see cref="Find"/> compiles one.</summary>
    public static IReadOnlyList<SignatureScheme> All => field ??=
    [
        .. Known.Properties.Select(Read).OrderBy(static scheme => scheme.Name, StringComparer.Ordinal),
    ];

    /// <summary>The scheme of this name, or that is known by it; null if there is none.</summary>
    /// <param name="name">The name, such as <c>stripe</c> or <c>stripe-webhook</c>; compared exactly. Of several that are known by it, the one whose own name it is.</param>
    public static SignatureScheme? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return SchemeNames.PropertiesOf(name) is [var first, ..] ? Read(first) : null;
    }

    /// <summary>All schemes of this name or known by it, the one that <see cref="Find"/> finds first: a vendor may let its customers choose between algorithms or forms.</summary>
    /// <param name="name">The name; compared exactly.</param>
    public static IReadOnlyList<SignatureScheme> FindAll(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return [.. SchemeNames.PropertiesOf(name).Select(Read)];
    }

    private static SignatureScheme Read(string property) => Read(typeof(SchemeCatalog).GetProperty(property, BindingFlags.Public | BindingFlags.Static)!);

    private static SignatureScheme Read(PropertyInfo property) => (SignatureScheme)property.GetValue(null)!;

    /// <summary>In a class of its own, so that a program which names its schemes doesn't look through all of them.</summary>
    private static class Known
    {
        public static readonly PropertyInfo[] Properties =
        [
            .. typeof(SchemeCatalog).GetProperties(BindingFlags.Public | BindingFlags.Static)
                .Where(static property => property.PropertyType == typeof(SignatureScheme)),
        ];
    }
}
