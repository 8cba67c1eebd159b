using System.Buffers;
using System.Text;

namespace HmacKit;

/// <summary>
/// The characters of a JSON text's strings that JSON writers spell in different ways, and the text with each of them
/// spelt in a chosen way; all between them stays as it is.
/// </summary>
internal sealed class JsonEscapes
{
    /// <summary>Characters that some writer or other escapes for the sake of HTML, JavaScript or its own caution.</summary>
    private const string Careful = "<>&'=+`@%\"\x7f";

    private readonly List<Piece> _pieces;

    private JsonEscapes(List<Piece> pieces)
    {
        _pieces = pieces;
        Kinds = [.. pieces.Where(static piece => piece.Kind.IsSpelt).Select(static piece => piece.Kind).Distinct().OrderBy(static kind => kind.Order)];
    }

    /// <summary>How a kind of character is spelt.</summary>
    public enum Spelling
    {
        /// <summary>As it is; a quote, which can't stand for itself, as <c>\"</c>, and a control character as short as can be.</summary>
        Plain,

        /// <summary>As <c>\u003c</c>.</summary>
        LowerHex,

        /// <summary>As <c>\u003C</c>.</summary>
        UpperHex,

        /// <summary>As <c>\/</c>, for the slash alone.</summary>
        Backslash,
    }

    /// <summary>Characters that are always spelt alike: one of ASCII, or all of a range.</summary>
    /// <param name="Name">The character, or the words for the range.</param>
    /// <param name="Order">Its place among the others; the ranges come first.</param>
    public readonly record struct Kind(string Name, int Order)
    {
        public static Kind None { get; }

        public static Kind NonAscii { get; } = new("characters outside ASCII", 1);

        public static Kind Astral { get; } = new("characters over U+FFFF", 2);

        public static Kind LineSeparators { get; } = new("U+2028 and U+2029", 3);

        public static Kind Controls { get; } = new("control characters", 4);

        public static Kind Slash { get; } = new("/", 5);

        public bool IsSpelt => Order > 0;

        /// <summary>Whether it is beyond ASCII.</summary>
        public bool IsWide => Order is >= 1 and <= 3;

        public bool Has(char character) => Order > 5 && Name[0] == character;
    }

    private readonly record struct Piece(ReadOnlyMemory<byte> Text, Kind Kind, Rune Rune);

    /// <summary>The kinds of characters that occur.</summary>
    public IReadOnlyList<Kind> Kinds { get; }

    /// <summary>Takes a text apart that is known to be JSON.</summary>
    public static JsonEscapes Of(ReadOnlyMemory<byte> json)
    {
        ReadOnlySpan<byte> text = json.Span;
        var pieces = new List<Piece>();
        bool isInString = false;
        int copied = 0;
        for (int at = 0; at < text.Length;)
        {
            int start = at;
            if (text[at] == (byte)'"' || !isInString)
            {
                isInString ^= text[at++] == (byte)'"';
            }
            else if (JsonStrings.ReadCharacter(text, ref at) is { } rune && KindOf(rune, at - start > rune.Utf8SequenceLength) is { IsSpelt: true } kind)
            {
                pieces.Add(new(json[copied..start], Kind.None, default));
                pieces.Add(new(json[start..at], kind, rune));
                copied = at;
            }
        }

        pieces.Add(new(json[copied..], Kind.None, default));
        return new JsonEscapes(pieces);
    }

    /// <summary>The text with each kind spelt as said, or left as it is for null, and the kinds that this changes, each with its new spelling.</summary>
    public byte[] Write(Func<Kind, Spelling?> spell, out List<(Kind Kind, string Spelling)> changed)
    {
        var output = new ArrayBufferWriter<byte>(256);
        changed = [];
        foreach (Piece piece in _pieces)
        {
            if (!piece.Kind.IsSpelt || spell(piece.Kind) is not { } spelling)
            {
                output.Write(piece.Text.Span);
                continue;
            }

            string text = Spell(piece.Rune, spelling);
            if (text != Encoding.UTF8.GetString(piece.Text.Span) && !changed.Exists(change => change.Kind == piece.Kind))
            {
                changed.Add((piece.Kind, text));
            }

            output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(3 * text.Length)));
        }

        return output.WrittenSpan.ToArray();
    }

    private static string Spell(Rune rune, Spelling spelling) => spelling switch
    {
        Spelling.LowerHex => JsonStrings.Escape(rune),
        Spelling.UpperHex => JsonStrings.Escape(rune, isUpperCase: true),
        Spelling.Backslash => JsonStrings.ShortEscape(rune) ?? rune.ToString(),
        _ => rune.Value is '"' or < ' ' ? JsonStrings.ShortEscape(rune) ?? JsonStrings.Escape(rune) : rune.ToString(),
    };

    private static Kind KindOf(Rune rune, bool isEscaped) => rune.Value switch
    {
        '/' => Kind.Slash,
        '\\' => Kind.None,
        < ' ' => Kind.Controls,
        0x2028 or 0x2029 => Kind.LineSeparators,
        > 0xFFFF => Kind.Astral,
        > 0x7F => Kind.NonAscii,

        // What somebody has escaped, somebody else hasn't.
        _ when isEscaped || Careful.Contains((char)rune.Value, StringComparison.Ordinal) => new Kind(rune.ToString(), 5 + rune.Value),
        _ => Kind.None,
    };
}
