namespace HmacKit.Cli;

/// <summary>Whether a scheme is what somebody is looking for.</summary>
internal static class SchemeSearch
{
    /// <summary>Whether the text, in any case, is in one of the names, in what carries the signature, or in the address of the documentation.</summary>
    public static bool Has(SignatureScheme scheme, string text) =>
        Contains(scheme.Name, text)
        || scheme.OtherNames.Any(name => Contains(name, text))
        || scheme.Carriers.Any(carrier => Contains(carrier.Name, text))
        || (scheme.Documentation is { } page && Contains(page.OriginalString, text));

    private static bool Contains(string whole, string text) => whole.Contains(text, StringComparison.OrdinalIgnoreCase);
}
