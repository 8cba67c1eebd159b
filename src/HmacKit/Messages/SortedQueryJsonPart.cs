using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace HmacKit;

/// <summary>
/// The query as a JSON object with sorted names and no blanks, byte for byte what Python's
/// <c>json.dumps(dict(sorted(q.items())), separators=(',', ':'))</c> gives; nothing at all where there is no query.
/// Values are decoded (<c>+</c> and <c>%20</c> are both a blank), names are sorted by code point, and everything
/// outside printable ASCII is escaped. A name that occurs twice is refused: the object couldn't hold both.
/// </summary>
internal sealed class SortedQueryJsonPart : MessagePart
{
    /// <summary>More parameters than this are refused.</summary>
    private const int MaxPairs = 1024;

    private const int StackPairs = 16;
    private const int StackBytes = 512;

    [SkipLocalsInit]
    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer)
    {
        ReadOnlySpan<char> target = input.Request.Target;
        int mark = target.IndexOf('?');
        if (mark < 0 || mark == target.Length - 1)
        {
            return true;
        }

        ReadOnlySpan<char> query = target[(mark + 1)..];
        int maxPairs = query.Count('&') + 1;
        if (maxPairs > MaxPairs)
        {
            return false;
        }

        Pair[]? rentedPairs = maxPairs > StackPairs ? ArrayPool<Pair>.Shared.Rent(maxPairs) : null;
        Span<Pair> pairs = rentedPairs ?? stackalloc Pair[StackPairs];
        int maxBytes = Encoding.UTF8.GetMaxByteCount(query.Length);
        byte[]? rentedBytes = maxBytes > StackBytes ? ArrayPool<byte>.Shared.Rent(maxBytes) : null;
        Span<byte> bytes = rentedBytes ?? stackalloc byte[StackBytes];
        try
        {
            if (System.Text.Unicode.Utf8.FromUtf16(query, bytes, out _, out int length, replaceInvalidSequences: false) != OperationStatus.Done)
            {
                return false;
            }

            bytes = bytes[..length];
            pairs = pairs[..Split(bytes, pairs)];
            Sort(pairs, bytes);
            return !HasRepeatedName(pairs, bytes) && TryWriteObject(pairs, bytes, ref writer);
        }
        finally
        {
            if (rentedPairs is not null)
            {
                ArrayPool<Pair>.Shared.Return(rentedPairs);
            }

            if (rentedBytes is not null)
            {
                ArrayPool<byte>.Shared.Return(rentedBytes);
            }
        }
    }

    /// <summary>Finds the pairs and decodes them where they are, in one pass; decoded text is never longer.</summary>
    private static int Split(Span<byte> query, Span<Pair> pairs)
    {
        int count = 0;
        int to = 0;
        for (int from = 0; from < query.Length; from++)
        {
            int nameAt = to;
            int valueAt = -1;
            int start = from;
            for (; from < query.Length && query[from] != '&'; from++)
            {
                byte b = query[from];
                if (b == '=' && valueAt < 0)
                {
                    valueAt = to;
                    continue;
                }

                if (b == '+')
                {
                    b = (byte)' ';
                }
                else if (b == '%' && TryHex(query[from..], out byte decoded))
                {
                    b = decoded;
                    from += 2;
                }

                query[to++] = b;
            }

            if (from > start)
            {
                valueAt = valueAt < 0 ? to : valueAt;
                pairs[count++] = new Pair(nameAt, valueAt - nameAt, valueAt, to - valueAt);
            }
        }

        return count;
    }

    private static bool TryHex(ReadOnlySpan<byte> text, out byte value)
    {
        value = 0;
        if (text.Length < 3 || !char.IsAsciiHexDigit((char)text[1]) || !char.IsAsciiHexDigit((char)text[2]))
        {
            return false;
        }

        value = (byte)((HexValue(text[1]) << 4) | HexValue(text[2]));
        return true;
    }

    private static int HexValue(byte digit) => (digit & 0xF) + (digit >> 6) * 9;

    // A shell sort: in place, no allocation, and no quadratic case within MaxPairs. UTF-8 sorts like code points.
    private static void Sort(Span<Pair> pairs, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<int> gaps = [701, 301, 132, 57, 23, 10, 4, 1];
        foreach (int gap in gaps)
        {
            for (int i = gap; i < pairs.Length; i++)
            {
                Pair pair = pairs[i];
                int at = i;
                for (; at >= gap && pairs[at - gap].Name(bytes).SequenceCompareTo(pair.Name(bytes)) > 0; at -= gap)
                {
                    pairs[at] = pairs[at - gap];
                }

                pairs[at] = pair;
            }
        }
    }

    private static bool HasRepeatedName(ReadOnlySpan<Pair> sorted, ReadOnlySpan<byte> bytes)
    {
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Name(bytes).SequenceCompareTo(sorted[i - 1].Name(bytes)) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryWriteObject(scoped ReadOnlySpan<Pair> pairs, scoped ReadOnlySpan<byte> bytes, ref MessageWriter writer)
    {
        if (pairs.IsEmpty)
        {
            return true;
        }

        // Each pair has two pairs of quotes, a colon and a comma or brace besides its own text.
        Span<byte> destination = writer.GetSpan((JsonAscii.MaxExpansion * bytes.Length) + (6 * pairs.Length) + 1);
        int at = 0;
        byte opening = (byte)'{';
        foreach (Pair pair in pairs)
        {
            destination[at++] = opening;
            if (!JsonAscii.TryWriteString(pair.Name(bytes), destination, ref at))
            {
                return false;
            }

            destination[at++] = (byte)':';
            if (!JsonAscii.TryWriteString(pair.Value(bytes), destination, ref at))
            {
                return false;
            }

            opening = (byte)',';
        }

        destination[at++] = (byte)'}';
        writer.Advance(at);
        return true;
    }

    private readonly struct Pair(int nameAt, int nameLength, int valueAt, int valueLength)
    {
        public ReadOnlySpan<byte> Name(ReadOnlySpan<byte> bytes) => bytes.Slice(nameAt, nameLength);

        public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> bytes) => bytes.Slice(valueAt, valueLength);
    }
}
