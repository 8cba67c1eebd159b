using System.Text;

namespace HmacKit.Testing;

/// <summary>A template of a scheme, of its message or of a header: fixed text and placeholders.</summary>
internal static class Template
{
    /// <summary>The pieces in order. A placeholder is without its braces; <c>{{</c> and <c>}}</c> are braces.</summary>
    public static IReadOnlyList<(string Text, bool IsPlaceholder)> Pieces(string template)
    {
        var pieces = new List<(string, bool)>();
        var literal = new StringBuilder();
        for (int i = 0; i < template.Length; i++)
        {
            char c = template[i];
            bool isDoubled = i + 1 < template.Length && template[i + 1] == c;
            if (c == '{' && !isDoubled)
            {
                int end = template.IndexOf('}', i);
                if (literal.Length > 0)
                {
                    pieces.Add((literal.ToString(), false));
                    literal.Clear();
                }

                pieces.Add((template[(i + 1)..end], true));
                i = end;
                continue;
            }

            literal.Append(c);
            i += c is '{' or '}' && isDoubled ? 1 : 0;
        }

        if (literal.Length > 0)
        {
            pieces.Add((literal.ToString(), false));
        }

        return pieces;
    }

    /// <summary>The names of a header's placeholders, such as <c>timestamp</c> and <c>signature</c>.</summary>
    public static IReadOnlyList<string> Placeholders(SchemeCarrier header) =>
        [.. Pieces(header.Format.Template).Where(piece => piece.IsPlaceholder).Select(piece => piece.Text.Split(':')[0])];

    /// <summary>A header's value.</summary>
    public static string Fill(SchemeCarrier header, Claim claim) =>
        string.Concat(Pieces(header.Format.Template).Select(piece => piece.IsPlaceholder ? claim[piece.Text.Split(':')[0]] : piece.Text));
}
