using System.Reflection;

namespace HmacKit;

/// <summary>
/// Schemes that are ready to use, one file each. A scheme is a static property here and nothing else in the engine
/// knows it; <see cref="All"/> finds it by itself.
/// </summary>
public static partial class SchemeCatalog
{
    /// <summary>All schemes of the catalogue, by name in ordinal order.</summary>
    public static IReadOnlyList<SignatureScheme> All => field ??=
    [
        .. typeof(SchemeCatalog).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(static property => property.PropertyType == typeof(SignatureScheme))
            .Select(static property => (SignatureScheme)property.GetValue(null)!)
            .OrderBy(static scheme => scheme.Name, StringComparer.Ordinal),
    ];

    /// <summary>The scheme of this name, or null.</summary>
    /// <param name="name">The name, such as <c>stripe</c>; compared exactly.</param>
    public static SignatureScheme? Find(string name) =>
        All.FirstOrDefault(scheme => string.Equals(scheme.Name, name, StringComparison.Ordinal));
}
