using System.Buffers;
using System.Text;

namespace HmacKit;

/// <summary>The parameters of queries, forms and headers, decoded or encoded anew, in rented memory: a stranger's parameters cost no string each.</summary>
/// <param name="isEncoded">Whether they are kept encoded; decoded if not.</param>
internal sealed class CanonicalParameters(bool isEncoded = true) : IComparer<(int NameAt, int ValueAt, int End)>, IDisposable
{
    /// <summary>The most parameters that are taken.</summary>
    public const int MaxCount = 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(1024);
    private (int NameAt, int ValueAt, int End)[] _pairs = ArrayPool<(int NameAt, int ValueAt, int End)>.Shared.Rent(16);
    private int _end;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The name of one of them.</summary>
    public ReadOnlySpan<byte> Name(int index) => _bytes.AsSpan(_pairs[index].NameAt.._pairs[index].ValueAt);

    /// <summary>The value of one of them.</summary>
    public ReadOnlySpan<byte> Value(int index) => _bytes.AsSpan(_pairs[index].ValueAt.._pairs[index].End);

    /// <summary>Takes those of a query or form in; false if they are too many, or one can't be decoded.</summary>
    public bool TryAdd(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'&');
            ReadOnlySpan<byte> pair = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            int equals = pair.IndexOf((byte)'=');
            if (!pair.IsEmpty && !TryAdd(equals < 0 ? pair : pair[..equals], equals < 0 ? default : pair[(equals + 1)..], isDecoded: true, plusIsBlank: true))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes those of a target's query in.</summary>
    /// <inheritdoc cref="TryAdd(ReadOnlySpan{byte})"/>
    public bool TryAddQuery(string target)
    {
        ReadOnlySpan<char> query = target.AsSpan(target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark ? mark + 1 : target.Length);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(query.Length));
        bool isTaken = CanonicalText.TryGetUtf8(query, bytes, out int length) && TryAdd(bytes.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(bytes);
        return isTaken;
    }

    /// <summary>Takes one in, which has escapes if <paramref name="isDecoded"/> is true; false if there are too many, or it can't be decoded.</summary>
    public bool TryAdd(ReadOnlySpan<char> name, ReadOnlySpan<char> value, bool isDecoded)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(name.Length) + Encoding.UTF8.GetMaxByteCount(value.Length));
        bool isTaken = CanonicalText.TryGetUtf8(name, bytes, out int nameLength)
            && CanonicalText.TryGetUtf8(value, bytes.AsSpan(nameLength), out int valueLength)
            && TryAdd(bytes.AsSpan(0, nameLength), bytes.AsSpan(nameLength, valueLength), isDecoded, plusIsBlank: false);
        ArrayPool<byte>.Shared.Return(bytes);
        return isTaken;
    }

    /// <summary>Leaves out those of a name.</summary>
    public void Remove(ReadOnlySpan<byte> name)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (Name(i).SequenceCompareTo(name) != 0)
            {
                _pairs[kept++] = _pairs[i];
            }
        }

        Count = kept;
    }

    /// <summary>Puts them in the order of the bytes of their names, and then of their values.</summary>
    public void Sort() => _pairs.AsSpan(0, Count).Sort(this);

    /// <summary>Names and values with <c>=</c> and <c>&amp;</c>.</summary>
    public override string ToString()
    {
        byte[] text = ArrayPool<byte>.Shared.Rent(_end + (2 * Count));
        int at = 0;
        for (int i = 0; i < Count; i++)
        {
            if (i > 0)
            {
                text[at++] = (byte)'&';
            }

            Name(i).CopyTo(text.AsSpan(at));
            at += Name(i).Length;
            text[at++] = (byte)'=';
            Value(i).CopyTo(text.AsSpan(at));
            at += Value(i).Length;
        }

        string joined = Encoding.UTF8.GetString(text, 0, at);
        ArrayPool<byte>.Shared.Return(text);
        return joined;
    }

    public int Compare((int NameAt, int ValueAt, int End) x, (int NameAt, int ValueAt, int End) y)
    {
        int names = _bytes.AsSpan(x.NameAt..x.ValueAt).SequenceCompareTo(_bytes.AsSpan(y.NameAt..y.ValueAt));
        return names != 0 ? names : _bytes.AsSpan(x.ValueAt..x.End).SequenceCompareTo(_bytes.AsSpan(y.ValueAt..y.End));
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        ArrayPool<(int NameAt, int ValueAt, int End)>.Shared.Return(_pairs);
        (_bytes, _pairs, Count) = ([], [], 0);
    }

    private bool TryAdd(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool isDecoded, bool plusIsBlank)
    {
        if (Count == MaxCount)
        {
            return false;
        }

        _bytes = WithRoom(_bytes, _end, 3 * (name.Length + value.Length));
        _pairs = WithRoom(_pairs, Count, 1);
        int start = _end;
        if (!TrySpell(name, isDecoded, plusIsBlank))
        {
            return false;
        }

        int middle = _end;
        if (!TrySpell(value, isDecoded, plusIsBlank))
        {
            return false;
        }

        _pairs[Count++] = (start, middle, _end);
        return true;
    }

    private bool TrySpell(ReadOnlySpan<byte> text, bool isDecoded, bool plusIsBlank)
    {
        bool isSpelt = isEncoded
            ? CanonicalText.TryEncode(text, _bytes.AsSpan(_end), out int written, isDecoded, plusIsBlank)
            : CanonicalText.TryDecode(text, _bytes.AsSpan(_end), out written, plusIsBlank);
        _end += written;
        return isSpelt;
    }

    private static T[] WithRoom<T>(T[] array, int length, int more)
    {
        if (array.Length - length >= more)
        {
            return array;
        }

        T[] larger = ArrayPool<T>.Shared.Rent(Math.Max(checked(length + more), 2 * array.Length));
        Array.Copy(array, larger, length);
        ArrayPool<T>.Shared.Return(array);
        return larger;
    }
}
