namespace HmacKit;

/// <summary>Blanks between the tokens of a JSON text.</summary>
/// <param name="BehindColon">What stands behind a colon.</param>
/// <param name="BehindComma">What stands behind a comma on the same line.</param>
/// <param name="Indentation">Blanks a level, each member on a line of its own; -1 for all on one line.</param>
/// <param name="Blank">What a level is indented with.</param>
/// <param name="LineBreak">What ends a line.</param>
internal readonly record struct JsonLayout(string BehindColon, string BehindComma, int Indentation, char Blank = ' ', string LineBreak = "\n")
{
    private const int MaxIndentation = 8;

    public static JsonLayout Compact { get; } = new("", "", -1);

    public static JsonLayout Spaced { get; } = new(" ", " ", -1);

    public static JsonLayout Indented(int blanks) => new(" ", "", blanks);

    /// <summary>The layout that a text has, as far as it is a usual one.</summary>
    public static JsonLayout Of(ReadOnlySpan<byte> json)
    {
        if (!CompactJson.TryWrite(json, new byte[json.Length], out _))
        {
            return Compact;
        }

        int lineBreak = json.IndexOf((byte)'\n');
        return lineBreak < 0 ? Spaced : Indented(Math.Clamp(json[(lineBreak + 1)..].IndexOfAnyExcept((byte)' '), 0, MaxIndentation));
    }
}
