namespace HmacKit;

/// <summary>The components that a signature covers: quoted names with parameters in a message, names with parameters in our own lists.</summary>
internal static class CoveredComponents
{
    /// <summary>The most components of one signature.</summary>
    public const int MaxComponents = 64;

    /// <summary>The parameter of what an answer covers of its request.</summary>
    public const string OfRequest = "req";

    /// <summary>Whether it is of the request that an answer is for.</summary>
    public static bool IsOfRequest(StructuredItem item) => item.Parameters.Find(OfRequest) is { Kind: BareKind.Truth, Text: "1" };

    /// <summary>Whether it is the digest of the message's own body.</summary>
    public static bool IsDigest(StructuredItem item) => item.Value.Text == "content-digest" && !IsOfRequest(item);

    /// <summary>Components from a list with blanks between them; null if one can't be read or is there twice.</summary>
    public static IReadOnlyList<StructuredItem>? Parse(string text)
    {
        var items = new List<StructuredItem>();
        foreach (string part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int semicolon = part.IndexOf(';', StringComparison.Ordinal);
            string name = semicolon < 0 ? part : part[..semicolon];
            if (StructuredReader.ReadItem($"\"{name}\"{part[name.Length..]}") is not { Value.Kind: BareKind.Text } item)
            {
                return null;
            }

            items.Add(item);
        }

        return AreValid(items) ? items : null;
    }

    /// <summary>Whether all are names, none is there twice, and they aren't too many.</summary>
    public static bool AreValid(IReadOnlyList<StructuredItem> items) =>
        items.Count <= MaxComponents
        && items.All(static item => item.Value is { Kind: BareKind.Text, Text.Length: > 0 } && item.Value.Text != "@signature-params" && !item.Value.Text.Contains(' ', StringComparison.Ordinal))
        && items.Select(StructuredText.Of).Distinct(StringComparer.Ordinal).Count() == items.Count;

    /// <summary>A component as it stands in our own lists.</summary>
    public static string ToText(StructuredItem item) => item.Value.Text + StructuredText.Of(item)[StructuredText.Of(new StructuredItem(item.Value, StructuredParameters.None)).Length..];
}
