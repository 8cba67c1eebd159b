using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace HmacKit.Benchmarks;

/// <summary>A query as Python's <c>json.dumps(dict(sorted(q.items())), separators=(',', ':'))</c>, written for OORT alone.</summary>
internal static class SortedQueryJson
{
    private const int MaxPairs = 64;
    private const int StackBytes = 1024;

    /// <summary>Each character becomes at most <c>\uXXXX</c>, and each pair has at most five more.</summary>
    public static int MaxLength(int queryLength) => (6 * queryLength) + (5 * Math.Min(queryLength, MaxPairs)) + 2;

    /// <summary>False if a name occurs twice, the query isn't valid UTF-8, or it has more than 64 parameters.</summary>
    [SkipLocalsInit]
    public static bool TryWrite(ReadOnlySpan<char> query, Span<byte> json, out int written)
    {
        written = 0;
        if (query.IsEmpty)
        {
            return true;
        }

        byte[]? rented = 3 * query.Length > StackBytes ? ArrayPool<byte>.Shared.Rent(3 * query.Length) : null;
        Span<byte> bytes = rented ?? stackalloc byte[StackBytes];
        Span<Pair> pairs = stackalloc Pair[MaxPairs];
        bool isWritten = Utf8.FromUtf16(query, bytes, out _, out int length, replaceInvalidSequences: false) == OperationStatus.Done
            && TrySplit(bytes[..length], pairs, out int count)
            && TryWriteObject(bytes, pairs[..count], json, out written);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return isWritten;
    }

    // Decodes each pair where it stands and sorts it in at once; there are few of them.
    private static bool TrySplit(Span<byte> bytes, Span<Pair> pairs, out int count)
    {
        count = 0;
        int at = 0;
        int to = 0;
        while (at < bytes.Length)
        {
            var pair = new Pair { Name = to };
            bool isName = true;
            for (; at < bytes.Length && bytes[at] != '&'; at++)
            {
                byte b = bytes[at];
                if (b == '=' && isName)
                {
                    isName = false;
                    pair.Value = to;
                    continue;
                }

                if (b == '+')
                {
                    b = (byte)' ';
                }
                else if (b == '%' && at + 2 < bytes.Length && HexValue(bytes[at + 1]) is >= 0 and int high && HexValue(bytes[at + 2]) is >= 0 and int low)
                {
                    b = (byte)((high << 4) | low);
                    at += 2;
                }

                bytes[to++] = b;
            }

            bool isEmpty = isName && pair.Name == to;
            pair.Value = isName ? to : pair.Value;
            pair.End = to;
            at++;
            if (!isEmpty && (count == pairs.Length || !TryInsert(bytes, pairs, count++, pair)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryInsert(ReadOnlySpan<byte> bytes, Span<Pair> pairs, int count, Pair pair)
    {
        ReadOnlySpan<byte> name = bytes[pair.Name..pair.Value];
        int at = count;
        for (; at > 0; at--)
        {
            int order = bytes[pairs[at - 1].Name..pairs[at - 1].Value].SequenceCompareTo(name);
            if (order == 0)
            {
                return false;
            }

            if (order < 0)
            {
                break;
            }

            pairs[at] = pairs[at - 1];
        }

        pairs[at] = pair;
        return true;
    }

    private static bool TryWriteObject(ReadOnlySpan<byte> bytes, ReadOnlySpan<Pair> pairs, Span<byte> json, out int at)
    {
        at = 0;
        foreach (Pair pair in pairs)
        {
            json[at] = at == 0 ? (byte)'{' : (byte)',';
            at++;
            if (!TryWriteString(bytes[pair.Name..pair.Value], json, ref at))
            {
                return false;
            }

            json[at++] = (byte)':';
            if (!TryWriteString(bytes[pair.Value..pair.End], json, ref at))
            {
                return false;
            }
        }

        if (at > 0)
        {
            json[at++] = (byte)'}';
        }

        return true;
    }

    private static bool TryWriteString(ReadOnlySpan<byte> text, Span<byte> json, ref int written)
    {
        int at = written;
        json[at++] = (byte)'"';
        for (int i = 0; i < text.Length; i++)
        {
            byte b = text[i];
            if (b is >= (byte)' ' and <= (byte)'~' and not (byte)'"' and not (byte)'\\')
            {
                json[at++] = b;
                continue;
            }

            if (Rune.DecodeFromUtf8(text[i..], out Rune rune, out int consumed) != OperationStatus.Done)
            {
                return false;
            }

            at += Escape(rune, json[at..]);
            i += consumed - 1;
        }

        json[at++] = (byte)'"';
        written = at;
        return true;
    }

    private static int Escape(Rune rune, Span<byte> json)
    {
        byte letter = rune.Value switch
        {
            '"' or '\\' => (byte)rune.Value,
            '\n' => (byte)'n',
            '\r' => (byte)'r',
            '\t' => (byte)'t',
            '\f' => (byte)'f',
            '\b' => (byte)'b',
            _ => 0,
        };
        json[0] = (byte)'\\';
        if (letter != 0)
        {
            json[1] = letter;
            return 2;
        }

        Span<char> units = stackalloc char[2];
        int count = rune.EncodeToUtf16(units);
        for (int i = 0; i < count; i++)
        {
            Span<byte> unit = json.Slice(6 * i, 6);
            unit[0] = (byte)'\\';
            unit[1] = (byte)'u';
            Convert.TryToHexStringLower([(byte)(units[i] >> 8), (byte)units[i]], unit[2..], out _);
        }

        return 6 * count;
    }

    private static int HexValue(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };

    private struct Pair
    {
        public int Name;
        public int Value;
        public int End;
    }
}
