using System.Text;

namespace HmacKit.Webhooks;

/// <summary>Texts that come from outside, as every database keeps them: without zero characters and halves of surrogate pairs, which PostgreSQL refuses.</summary>
internal static class StoredText
{
    /// <summary>The text with U+FFFD in place of what can't be kept.</summary>
    /// <param name="text">The text; null stays null.</param>
    /// <param name="max">The most characters; what is longer is cut.</param>
    public static string? Of(string? text, int max = int.MaxValue)
    {
        if (text is null)
        {
            return null;
        }

        string cut = text.Length > max ? text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)] : text;
        if (!cut.AsSpan().ContainsAnyInRange('\ud800', '\udfff') && !cut.Contains('\0', StringComparison.Ordinal))
        {
            return cut;
        }

        var kept = new StringBuilder(cut.Length);
        foreach (Rune rune in cut.EnumerateRunes())
        {
            kept.Append(rune.Value == 0 ? Rune.ReplacementChar.ToString() : rune.ToString());
        }

        return kept.ToString();
    }
}
