using System.Text;

namespace HmacKit;

/// <summary>Every mixture of the ways in which encoders treat the characters on which they disagree.</summary>
internal static class PercentMixtures
{
    /// <summary>Characters that encoders treat alike, and that some of them leave as they are.</summary>
    private static readonly string[] Disputed = ["*", "~", "!", "'", "()", "/:", "@,;$", "-._"];

    /// <summary>The styles that differ for a text: those that the usual encoders have, then all mixtures.</summary>
    public static IEnumerable<PercentText.Style> For(string decoded)
    {
        foreach (PercentText.Style style in PercentText.Styles)
        {
            yield return style;
        }

        string[] present = [.. Disputed.Where(kind => decoded.AsSpan().ContainsAny(kind))];
        string absent = string.Concat(Disputed.Except(present));
        for (int raw = 0; raw < 1 << present.Length; raw++)
        {
            string unreserved = absent + string.Concat(present.Where((_, i) => (raw & (1 << i)) != 0));
            foreach (bool hasPlus in decoded.Contains(' ', StringComparison.Ordinal) ? (bool[])[true, false] : [true])
            {
                foreach (bool isLowerCase in (bool[])[false, true])
                {
                    yield return new("an encoder of its own kind", unreserved, hasPlus, isLowerCase);
                }
            }
        }
    }

    /// <summary>Names and values as a form.</summary>
    public static string ToForm(IEnumerable<KeyValuePair<string, string>> pairs, PercentText.Style style) => string.Join('&', pairs.Select(pair =>
        $"{PercentText.Encode(Encoding.UTF8.GetBytes(pair.Key), style)}={PercentText.Encode(Encoding.UTF8.GetBytes(pair.Value), style)}"));

    /// <summary>A form's names and values.</summary>
    public static List<KeyValuePair<string, string>> OfForm(string form) => [.. form.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static pair =>
    {
        string[] halves = [.. pair.Split('=', 2), ""];
        return new KeyValuePair<string, string>(Decode(halves[0]), Decode(halves[1]));
    })];

    private static string Decode(string text) => Encoding.UTF8.GetString(PercentText.Decode(text, hasPlus: true));
}
