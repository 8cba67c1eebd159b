namespace HmacKit.Cli;

/// <summary>A name that several schemes of the catalogue are known by: an algorithm or a form that the vendor lets its customers choose.</summary>
internal static class SharedName
{
    /// <summary>The one with this algorithm; the given one if none has it, or none is asked for.</summary>
    /// <param name="scheme">The scheme that the name finds.</param>
    /// <param name="name">The name.</param>
    /// <param name="algorithm">Such as <c>HMAC-SHA512</c>.</param>
    public static KnownScheme WithAlgorithm(KnownScheme scheme, string name, string? algorithm)
    {
        return algorithm is null || Has(scheme.Scheme) ? scheme
            : SchemeCatalog.FindAll(name).FirstOrDefault(Has) is { } other ? KnownScheme.Find(other.Name)!
            : scheme;

        bool Has(SignatureScheme candidate) => string.Equals(candidate.Algorithm.Name, algorithm, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>All but the given one, with their configured values; those that lack one are left out.</summary>
    /// <param name="name">The name.</param>
    /// <param name="scheme">The scheme that the name finds.</param>
    /// <param name="values">Configured values.</param>
    public static IEnumerable<KnownScheme> Others(string name, KnownScheme scheme, IReadOnlyDictionary<string, string> values) =>
        SchemeCatalog.FindAll(name).Where(other => other.Name != scheme.Scheme.Name).Select(other => KnownScheme.Find(other.Name)!.With(values))
            .Where(static other => other.Scheme.MissingValues.Count == 0);
}
