using System.Reflection;

namespace HmacKit;

/// <summary>
/// Schemes that are ready to use, one file each. A scheme is a static property here and nothing else in the engine
/// knows it; <see cref="All"/> finds it by itself.
/// </summary>
public static partial class SchemeCatalog
{
    /// <summary>All schemes of the catalogue, by name in ordinal order. The first call compiles them all; <see cref="Find"/> compiles few.</summary>
    public static IReadOnlyList<SignatureScheme> All => field ??=
    [
        .. Known.Properties.Select(Read).OrderBy(static scheme => scheme.Name, StringComparer.Ordinal),
    ];

    /// <summary>The scheme of this name, or that is known by it; null if there is none.</summary>
    /// <param name="name">The name, such as <c>stripe</c> or <c>stripe-webhook</c>; compared exactly. Of several that are known by it, the one whose own name it is.</param>
    public static SignatureScheme? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        // A scheme knows its name only once it is compiled. Properties are named after their schemes, so the most alike are looked at first.
        string wanted = name.Replace("-", "", StringComparison.Ordinal);
        return Known.Properties.OrderByDescending(property => Likeness(property.Name, wanted)).Select(Read)
            .FirstOrDefault(scheme => IsCalled(scheme, name));
    }

    /// <summary>All schemes of this name or known by it, the one that <see cref="Find"/> finds first: a vendor may let its customers choose between algorithms or forms.</summary>
    /// <param name="name">The name; compared exactly.</param>
    public static IReadOnlyList<SignatureScheme> FindAll(string name) =>
        Find(name) is { } first ? [first, .. All.Where(scheme => scheme != first && IsCalled(scheme, name))] : [];

    private static bool IsCalled(SignatureScheme scheme, string name) =>
        string.Equals(scheme.Name, name, StringComparison.Ordinal) || scheme.OtherNames.Contains(name, StringComparer.Ordinal);

    private static SignatureScheme Read(PropertyInfo property) => (SignatureScheme)property.GetValue(null)!;

    private static int Likeness(string property, string wanted)
    {
        int length = Math.Min(property.Length, wanted.Length);
        int same = 0;
        while (same < length && char.ToLowerInvariant(property[same]) == wanted[same])
        {
            same++;
        }

        // Of two that begin alike, the shorter is closer: Stripe before StripeConnect.
        return (same * 256) - property.Length;
    }

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
