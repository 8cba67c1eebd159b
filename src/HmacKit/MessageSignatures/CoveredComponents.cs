using System.Runtime.CompilerServices;

namespace HmacKit;

/// <summary>The components that a signature covers: quoted names with parameters in a message, names with parameters in our own lists.</summary>
internal static class CoveredComponents
{
    /// <summary>The most components of one signature.</summary>
    public const int MaxComponents = 64;

    /// <summary>The parameter of what an answer covers of its request.</summary>
    public const string OfRequest = "req";

    /// <summary>The parameter of what stands behind the body.</summary>
    public const string InTrailer = "tr";

    /// <summary>Whether it is of the request that an answer is for.</summary>
    public static bool IsOfRequest(StructuredItem item) => item.Parameters.Find(OfRequest) is { Kind: BareKind.Truth, Text: "1" };

    /// <summary>Whether it is the digest of the message's own body.</summary>
    public static bool IsDigest(StructuredItem item) => item.Value.Text == "content-digest" && !IsOfRequest(item);

    /// <summary>Whether it is that digest as a header.</summary>
    public static bool IsDigestHeader(StructuredItem item) => IsDigest(item) && !IsInTrailer(item);

    /// <summary>Whether it stands behind the body.</summary>
    public static bool IsInTrailer(StructuredItem item) => item.Parameters.Find(InTrailer) is { Kind: BareKind.Truth, Text: "1" };

    /// <summary>Components from a list with blanks between them; null if one can't be read or is there twice.</summary>
    public static List<StructuredItem>? Parse(string text)
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
    public static bool AreValid(List<StructuredItem> items)
    {
        bool areValid = items.Count <= MaxComponents;
        for (int i = 0; areValid && i < items.Count; i++)
        {
            areValid = items[i].Value is { Kind: BareKind.Text, Text.Length: > 0 } && items[i].Value.Text != "@signature-params"
                && !items[i].Value.Text.Contains(' ', StringComparison.Ordinal) && IndexOf(items, items[i]) == i;
        }

        return areValid;
    }

    /// <summary>Where the first component is that is the same as this one; -1 if there is none.</summary>
    public static int IndexOf(List<StructuredItem> items, StructuredItem component)
    {
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i].IsSame(component))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>A component as it stands in our own lists.</summary>
    public static string ToText(StructuredItem item) => item.Parameters.Pairs.Count == 0 ? item.Value.Text : ToText([item]);

    /// <summary>Our own list of components.</summary>
    public static string ToText(List<StructuredItem> items)
    {
        var text = new DefaultInterpolatedStringHandler(0, 0, null, stackalloc char[256]);
        for (int i = 0; i < items.Count; i++)
        {
            text.AppendLiteral(i == 0 ? "" : " ");
            text.AppendLiteral(items[i].Value.Text);
            StructuredText.Append(ref text, items[i].Parameters);
        }

        return text.ToStringAndClear();
    }
}
