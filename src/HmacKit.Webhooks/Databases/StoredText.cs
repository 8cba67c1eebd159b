using System.Text;

namespace HmacKit.Webhooks;

/// <summary>Texts that come from outside, as every database keeps them: without zero characters and halves of surrogate pairs, which PostgreSQL refuses.</summary>
internal static class StoredText
{
    /// <summary>Whether a text can be kept as it is. One that can't is in no row either: a search for it finds nothing.</summary>
    public static bool CanKeep(string? text) => text == Of(text);

    /// <summary>Throws if a text of the application's own can't be kept as it is.</summary>
    public static void ThrowIfCannotKeep(string? text, string what, string argument)
    {
        if (!CanKeep(text))
        {
            throw new ArgumentException($"{what} has a zero character or half of a surrogate pair in it, which a database can't hold: take it out, or refuse it where it comes in.", argument);
        }
    }

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
