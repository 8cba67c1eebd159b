namespace HmacKit;

/// <summary>Where a parameter's name and value are in a buffer.</summary>
internal readonly struct ParameterPair(int nameAt, int nameLength, int valueAt, int valueLength)
{
    /// <summary>More parameters than this are refused.</summary>
    public const int MaxPairs = 1024;

    /// <summary>So many are sorted on the stack.</summary>
    public const int StackPairs = 16;

    /// <summary>A parameter without a <c>=</c> has no value at all, nor has an XML element without an end tag.</summary>
    public bool IsBare { get; init; }

    public int ValueAt => valueAt;

    public ReadOnlySpan<byte> Name(ReadOnlySpan<byte> bytes) => bytes.Slice(nameAt, nameLength);

    public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> bytes) => bytes.Slice(valueAt, valueLength);

    /// <summary>
    /// Sorts by the bytes of the names, and, if wanted, by those of the values behind them. A shell sort: in place, no
    /// allocation, and no quadratic case within <see cref="MaxPairs"/>. UTF-8 sorts like code points.
    /// </summary>
    public static void Sort(Span<ParameterPair> pairs, ReadOnlySpan<byte> bytes, bool byValueToo)
    {
        ReadOnlySpan<int> gaps = [701, 301, 132, 57, 23, 10, 4, 1];
        foreach (int gap in gaps)
        {
            for (int i = gap; i < pairs.Length; i++)
            {
                ParameterPair pair = pairs[i];
                int at = i;
                for (; at >= gap && Compare(pairs[at - gap], pair, bytes, byValueToo) > 0; at -= gap)
                {
                    pairs[at] = pairs[at - gap];
                }

                pairs[at] = pair;
            }
        }
    }

    private static int Compare(in ParameterPair first, in ParameterPair second, ReadOnlySpan<byte> bytes, bool byValueToo)
    {
        ReadOnlySpan<byte> firstName = first.Name(bytes);
        ReadOnlySpan<byte> secondName = second.Name(bytes);

        // Most names differ in their first byte, and need no call.
        int names = firstName.IsEmpty || secondName.IsEmpty || firstName[0] == secondName[0]
            ? firstName.SequenceCompareTo(secondName)
            : firstName[0] - secondName[0];
        int order = names == 0 && byValueToo ? first.Value(bytes).SequenceCompareTo(second.Value(bytes)) : names;
        return order != 0 ? order : first.Position - second.Position;
    }

    /// <summary>Where it came: what is equal stays in this order.</summary>
    private int Position => nameAt;
}
