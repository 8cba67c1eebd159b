using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace HmacKit;

/// <summary>
/// The query as a JSON object with sorted names and no blanks, byte for byte what Python's
/// <c>json.dumps(dict(sorted(q.items())), separators=(',', ':'))</c> gives; nothing at all where there is no query.
/// Values are decoded (<c>+</c> and <c>%20</c> are both a blank), names are sorted by code point, and everything
/// outside printable ASCII is escaped. Values are texts, but for those that are said to be JSON. A name that occurs twice is refused: the object couldn't hold both.
/// </summary>
internal sealed class SortedQueryJsonPart(IEnumerable<string> jsonParameters) : MessagePart
{
    private const int StackPairs = ParameterPair.StackPairs;
    private const int StackBytes = 512;

    private readonly byte[][] _jsonParameters = [.. jsonParameters.Select(Encoding.UTF8.GetBytes)];

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
        if (maxPairs > ParameterPair.MaxPairs)
        {
            return false;
        }

        ParameterPair[]? rentedPairs = maxPairs > StackPairs ? ArrayPool<ParameterPair>.Shared.Rent(maxPairs) : null;
        Span<ParameterPair> pairs = rentedPairs ?? stackalloc ParameterPair[StackPairs];
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
            ParameterPair.Sort(pairs, bytes, byValueToo: false);
            return !HasRepeatedName(pairs, bytes) && TryWriteObject(pairs, bytes, ref writer);
        }
        finally
        {
            if (rentedPairs is not null)
            {
                ArrayPool<ParameterPair>.Shared.Return(rentedPairs);
            }

            if (rentedBytes is not null)
            {
                ArrayPool<byte>.Shared.Return(rentedBytes);
            }
        }
    }

    /// <summary>Finds the pairs and decodes them where they are, in one pass; decoded text is never longer.</summary>
    private static int Split(Span<byte> query, Span<ParameterPair> pairs)
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
                else if (b == '%' && PercentCode.TryHex(query[from..], out byte decoded))
                {
                    b = decoded;
                    from += 2;
                }

                query[to++] = b;
            }

            if (from > start)
            {
                valueAt = valueAt < 0 ? to : valueAt;
                pairs[count++] = new ParameterPair(nameAt, valueAt - nameAt, valueAt, to - valueAt);
            }
        }

        return count;
    }

    private static bool HasRepeatedName(ReadOnlySpan<ParameterPair> sorted, ReadOnlySpan<byte> bytes)
    {
        for (int i = 1; i < sorted.Length; i++)
        {
            ReadOnlySpan<byte> name = sorted[i].Name(bytes);
            ReadOnlySpan<byte> before = sorted[i - 1].Name(bytes);
            if (name.Length == before.Length && name.SequenceCompareTo(before) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsJson(ReadOnlySpan<byte> name)
    {
        foreach (byte[] parameter in _jsonParameters)
        {
            if (name.SequenceCompareTo(parameter) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool TryWriteObject(scoped ReadOnlySpan<ParameterPair> pairs, scoped ReadOnlySpan<byte> bytes, ref MessageWriter writer)
    {
        if (pairs.IsEmpty)
        {
            return true;
        }

        // Each pair has two pairs of quotes, a colon and a comma or brace besides its own text.
        Span<byte> destination = writer.GetSpan((JsonAscii.MaxExpansion * bytes.Length) + (6 * pairs.Length) + 1);
        int at = 0;
        byte opening = (byte)'{';
        foreach (ParameterPair pair in pairs)
        {
            destination[at++] = opening;
            if (!JsonAscii.TryWriteString(pair.Name(bytes), destination, ref at))
            {
                return false;
            }

            destination[at++] = (byte)':';
            if (!(IsJson(pair.Name(bytes)) ? PythonJson.TryWrite(pair.Value(bytes), destination, ref at) : JsonAscii.TryWriteString(pair.Value(bytes), destination, ref at)))
            {
                return false;
            }

            opening = (byte)',';
        }

        destination[at++] = (byte)'}';
        writer.Advance(at);
        return true;
    }
}
