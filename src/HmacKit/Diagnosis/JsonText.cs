using System.Buffers;
using System.Text;

namespace HmacKit;

/// <summary>JSON that was checked before, rewritten token by token: the spelling of numbers and strings stays as it is.</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> EndsOfScalars = SearchValues.Create(" \n\r\t,:]}"u8);

    /// <summary>Blanks between tokens.</summary>
    /// <param name="BehindColon">What stands behind a colon.</param>
    /// <param name="BehindComma">What stands behind a comma on the same line.</param>
    /// <param name="Indentation">Blanks a level, each member on a line of its own; -1 for all on one line.</param>
    public readonly record struct Layout(string BehindColon, string BehindComma, int Indentation)
    {
        public static Layout Compact { get; } = new("", "", -1);

        public static Layout Spaced { get; } = new(" ", " ", -1);

        public static Layout Indented(int blanks) => new(" ", "", blanks);
    }

    /// <summary>The text in another layout, with the names of its objects sorted by code point if that is asked for.</summary>
    public static byte[] Write(ReadOnlySpan<byte> json, Layout layout, bool isSorted)
    {
        var output = new ArrayBufferWriter<byte>(json.Length + 16);
        int at = 0;
        WriteValue(json, ref at, layout, isSorted, level: 0, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The layout that a text has, as far as it is a usual one.</summary>
    public static Layout LayoutOf(ReadOnlySpan<byte> json)
    {
        if (!CompactJson.TryWrite(json, new byte[json.Length], out _))
        {
            return Layout.Compact;
        }

        int lineBreak = json.IndexOf((byte)'\n');
        if (lineBreak >= 0)
        {
            int blanks = json[(lineBreak + 1)..].IndexOfAnyExcept((byte)' ');
            return Layout.Indented(Math.Clamp(blanks, 0, 8));
        }

        return Layout.Spaced;
    }

    private static void WriteValue(ReadOnlySpan<byte> json, ref int at, Layout layout, bool isSorted, int level, ArrayBufferWriter<byte> output)
    {
        SkipBlanks(json, ref at);
        switch (json[at])
        {
            case (byte)'{':
                WriteObject(json, ref at, layout, isSorted, level, output);
                break;
            case (byte)'[':
                WriteItems(json, ref at, layout, level, output, (byte)']', (text, position, buffer) =>
                {
                    WriteValue(text, ref position, layout, isSorted, level + 1, buffer);
                    return position;
                });
                break;
            default:
                int start = at;
                SkipScalar(json, ref at);
                output.Write(json[start..at]);
                break;
        }
    }

    private static void WriteObject(ReadOnlySpan<byte> json, ref int at, Layout layout, bool isSorted, int level, ArrayBufferWriter<byte> output)
    {
        if (isSorted)
        {
            byte[] sorted = Sort(json, ref at);
            int start = 0;
            WriteItems(sorted, ref start, layout, level, output, (byte)'}', Member);
            return;
        }

        WriteItems(json, ref at, layout, level, output, (byte)'}', Member);

        int Member(ReadOnlySpan<byte> text, int position, ArrayBufferWriter<byte> buffer)
        {
            SkipBlanks(text, ref position);
            int start = position;
            SkipScalar(text, ref position);
            buffer.Write(text[start..position]);
            SkipBlanks(text, ref position);
            position++; // the colon
            buffer.Write(":"u8);
            buffer.Write(Encoding.ASCII.GetBytes(layout.BehindColon));
            WriteValue(text, ref position, layout, isSorted, level + 1, buffer);
            return position;
        }
    }

    /// <summary>The object at this place with its own members in order; those within them are sorted when they are written.</summary>
    private static byte[] Sort(ReadOnlySpan<byte> json, ref int at)
    {
        at++;
        var members = new List<(string Name, byte[] Text)>();
        SkipBlanks(json, ref at);
        while (json[at] != (byte)'}')
        {
            int start = at;
            SkipScalar(json, ref at);
            string name = JsonStrings.Decode(json[start..at]);
            SkipBlanks(json, ref at);
            at++;
            SkipValue(json, ref at);
            members.Add((name, json[start..at].ToArray()));
            SkipBlanks(json, ref at);
            if (json[at] == (byte)',')
            {
                at++;
                SkipBlanks(json, ref at);
            }
        }

        at++;
        var output = new ArrayBufferWriter<byte>();
        output.Write("{"u8);
        bool isFirst = true;

        // UTF-8 sorts like code points.
        foreach ((_, byte[] text) in members.OrderBy(static member => Encoding.UTF8.GetBytes(member.Name), ByteOrder.Instance))
        {
            output.Write(isFirst ? ""u8 : ","u8);
            output.Write(text);
            isFirst = false;
        }

        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    private static void WriteItems(
        ReadOnlySpan<byte> json, ref int at, Layout layout, int level, ArrayBufferWriter<byte> output, byte end, Item write)
    {
        output.Write(json.Slice(at++, 1));
        SkipBlanks(json, ref at);
        bool isFirst = true;
        while (json[at] != end)
        {
            if (!isFirst)
            {
                at++; // the comma
                output.Write(","u8);
                output.Write(Encoding.ASCII.GetBytes(layout.BehindComma));
            }

            NewLine(layout, level + 1, output);
            at = write(json, at, output);
            SkipBlanks(json, ref at);
            isFirst = false;
        }

        if (!isFirst)
        {
            NewLine(layout, level, output);
        }

        output.Write(json.Slice(at++, 1));
    }

    private static void NewLine(Layout layout, int level, ArrayBufferWriter<byte> output)
    {
        if (layout.Indentation >= 0)
        {
            output.Write("\n"u8);
            int blanks = layout.Indentation * level;
            output.GetSpan(blanks)[..blanks].Fill((byte)' ');
            output.Advance(blanks);
        }
    }

    private static void SkipBlanks(ReadOnlySpan<byte> json, ref int at)
    {
        while (at < json.Length && json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }
    }

    private static void SkipScalar(ReadOnlySpan<byte> json, ref int at)
    {
        if (json[at] != (byte)'"')
        {
            int length = json[at..].IndexOfAny(EndsOfScalars);
            at = length < 0 ? json.Length : at + length;
            return;
        }

        for (at++; json[at] != (byte)'"'; at++)
        {
            at += json[at] == (byte)'\\' ? 1 : 0;
        }

        at++;
    }

    private static void SkipValue(ReadOnlySpan<byte> json, ref int at)
    {
        SkipBlanks(json, ref at);
        if (json[at] is not ((byte)'{' or (byte)'['))
        {
            SkipScalar(json, ref at);
            return;
        }

        int depth = 0;
        do
        {
            depth += json[at] is (byte)'{' or (byte)'[' ? 1 : json[at] is (byte)'}' or (byte)']' ? -1 : 0;
            if (json[at] == (byte)'"')
            {
                SkipScalar(json, ref at);
            }
            else
            {
                at++;
            }
        }
        while (depth > 0);
    }

    /// <summary>Writes one item from a position on and returns the position behind it.</summary>
    private delegate int Item(ReadOnlySpan<byte> json, int at, ArrayBufferWriter<byte> output);

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static ByteOrder Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
