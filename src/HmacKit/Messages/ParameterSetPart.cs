using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace HmacKit;

/// <summary>The parameters of the query, of a form, or of both, in the order and spelling of a <see cref="ParameterSet"/>.</summary>
internal sealed class ParameterSetPart(ParameterSet set, bool withQuery, bool withForm, string[] signatures) : MessagePart
{
    private const int StackBytes = 1024;

    private readonly byte[] _pair = Encoding.UTF8.GetBytes(set.Pair);
    private readonly byte[] _joiner = Encoding.UTF8.GetBytes(set.Joiner);
    private readonly byte[][] _except = [.. set.Except.Concat(signatures).Select(Encoding.UTF8.GetBytes)];
    private readonly byte[][]? _only = set.Only is null ? null : [.. set.Only.Select(Encoding.UTF8.GetBytes)];

    [SkipLocalsInit]
    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer)
    {
        ReadOnlySpan<char> query = withQuery ? TargetText.Query(input.Request.Target) : default;
        ReadOnlySpan<byte> form = withForm ? input.Body : default;
        if (!form.IsEmpty && !FormBody.IsForm(input.Request))
        {
            if (!set.IgnoresOtherBodies)
            {
                return false;
            }

            form = default;
        }

        int maxPairs = (query.IsEmpty ? 0 : query.Count('&') + 1) + (form.IsEmpty ? 0 : form.Count((byte)'&') + 1);
        if (maxPairs > ParameterPair.MaxPairs)
        {
            return false;
        }

        int queryBytes = Encoding.UTF8.GetMaxByteCount(query.Length);
        int maxBytes = checked((4 * queryBytes) + (3 * form.Length));
        ParameterPair[]? rentedPairs = maxPairs > ParameterPair.StackPairs ? ArrayPool<ParameterPair>.Shared.Rent(maxPairs) : null;
        byte[]? rentedBytes = maxBytes > StackBytes ? ArrayPool<byte>.Shared.Rent(maxBytes) : null;
        Span<ParameterPair> pairs = rentedPairs ?? stackalloc ParameterPair[ParameterPair.StackPairs];
        Span<byte> bytes = rentedBytes ?? stackalloc byte[StackBytes];
        try
        {
            if (System.Text.Unicode.Utf8.FromUtf16(query, bytes, out _, out int at, replaceInvalidSequences: false) != OperationStatus.Done)
            {
                return false;
            }

            int count = 0;
            int end = at;
            return TryAdd(bytes[..at], bytes, pairs, ref end, ref count)
                && TryAdd(form, bytes, pairs, ref end, ref count)
                && TryWritePairs(pairs[..count], bytes, ref writer);
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

    /// <summary>Takes the pairs of a text in, each name and value spelt as they will be written.</summary>
    private bool TryAdd(ReadOnlySpan<byte> text, Span<byte> bytes, Span<ParameterPair> pairs, ref int end, ref int count)
    {
        for (int at = 0; at < text.Length;)
        {
            ReadOnlySpan<byte> pair = text[at..];
            int length = pair.IndexOf((byte)'&');
            pair = length < 0 ? pair : pair[..length];
            at += pair.Length + 1;
            int equals = pair.IndexOf((byte)'=');
            ReadOnlySpan<byte> rawName = equals < 0 ? pair : pair[..equals];
            ReadOnlySpan<byte> rawValue = equals < 0 ? default : pair[(equals + 1)..];

            // What counts for the filters is the decoded name.
            if (pair.IsEmpty || !PercentCode.TryDecode(rawName, set.PlusIsBlank, bytes[end..], out int nameLength))
            {
                if (pair.IsEmpty)
                {
                    continue;
                }

                return false;
            }

            if (!IsTaken(bytes.Slice(end, nameLength)) || (set.OmitsEmpty && rawValue.IsEmpty))
            {
                continue;
            }

            int nameAt = end;
            if (set.Encoding == ParameterEncoding.Decoded)
            {
                end += nameLength;
            }
            else if (!TrySpell(rawName, bytes, ref end))
            {
                return false;
            }

            if (set.NamesInLowerCase)
            {
                AsciiCase.ToLower(bytes[nameAt..end]);
            }

            int valueAt = end;
            if (!TrySpell(rawValue, bytes, ref end))
            {
                return false;
            }

            pairs[count++] = new ParameterPair(nameAt, valueAt - nameAt, valueAt, end - valueAt) { IsBare = equals < 0 };
        }

        return true;
    }

    private bool IsTaken(ReadOnlySpan<byte> name)
    {
        foreach (byte[] except in _except)
        {
            if (name.SequenceCompareTo(except) == 0)
            {
                return false;
            }
        }

        if (_only is null)
        {
            return true;
        }

        foreach (byte[] only in _only)
        {
            if (name.SequenceCompareTo(only) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool TrySpell(ReadOnlySpan<byte> raw, Span<byte> bytes, ref int end)
    {
        Span<byte> rest = bytes[end..];
        if (set.Encoding == ParameterEncoding.AsSent)
        {
            raw.CopyTo(rest);
            end += raw.Length;
            return true;
        }

        if (set.Encoding == ParameterEncoding.Decoded)
        {
            bool isDecoded = PercentCode.TryDecode(raw, set.PlusIsBlank, rest, out int written);
            end += written;
            return isDecoded;
        }

        // Decoded at the end of the room that the encoded text needs at most, so that writing never overtakes reading.
        Span<byte> decoded = rest[(2 * raw.Length)..];
        if (!PercentCode.TryDecode(raw, set.PlusIsBlank, decoded, out int length))
        {
            return false;
        }

        end += PercentCode.Encode(decoded[..length], blankAsPlus: set.Encoding == ParameterEncoding.Form, keepsSlash: false, rest);
        return true;
    }

    private bool TryWritePairs(scoped Span<ParameterPair> pairs, scoped ReadOnlySpan<byte> bytes, ref MessageWriter writer)
    {
        if (set.Order != ParameterOrder.AsSent)
        {
            ParameterPair.Sort(pairs, bytes, byValueToo: set.Order == ParameterOrder.ByName);
        }

        if (set.Order != ParameterOrder.ByName && set.Repeats != RepeatedParameters.Kept)
        {
            return TryWriteApart(pairs, bytes, ref writer);
        }

        for (int i = 0; i < pairs.Length; i++)
        {
            ParameterPair pair = pairs[i];
            if (i > 0 && pair.Name(bytes).SequenceCompareTo(pairs[i - 1].Name(bytes)) == 0)
            {
                switch (set.Repeats)
                {
                    case RepeatedParameters.Refused:
                        return false;
                    case RepeatedParameters.Distinct when pair.Value(bytes).SequenceCompareTo(pairs[i - 1].Value(bytes)) == 0:
                        continue;
                    case RepeatedParameters.JoinedByComma:
                        writer.Write(","u8);
                        writer.Write(pair.Value(bytes));
                        continue;
                }
            }

            writer.Write(i == 0 ? default : _joiner);
            writer.Write(pair.Name(bytes));
            writer.Write(pair.IsBare && set.KeepsBareNames ? default : _pair);
            writer.Write(pair.Value(bytes));
        }

        return true;
    }

    /// <summary>The same where what is repeated doesn't stand side by side.</summary>
    private bool TryWriteApart(scoped ReadOnlySpan<ParameterPair> pairs, scoped ReadOnlySpan<byte> bytes, ref MessageWriter writer)
    {
        bool isFirst = true;
        for (int i = 0; i < pairs.Length; i++)
        {
            bool isRepeated = IndexOf(pairs[..i], pairs[i], bytes, withValue: set.Repeats == RepeatedParameters.Distinct) >= 0;
            if (isRepeated && set.Repeats == RepeatedParameters.Refused)
            {
                return false;
            }

            if (isRepeated)
            {
                continue;
            }

            writer.Write(isFirst ? default : _joiner);
            isFirst = false;
            writer.Write(pairs[i].Name(bytes));
            writer.Write(pairs[i].IsBare && set.KeepsBareNames ? default : _pair);
            writer.Write(pairs[i].Value(bytes));
            for (int at = i, next; set.Repeats == RepeatedParameters.JoinedByComma && (next = IndexOf(pairs[(at + 1)..], pairs[i], bytes, withValue: false)) >= 0;)
            {
                at += next + 1;
                writer.Write(","u8);
                writer.Write(pairs[at].Value(bytes));
            }
        }

        return true;
    }

    private static int IndexOf(ReadOnlySpan<ParameterPair> pairs, ParameterPair pair, ReadOnlySpan<byte> bytes, bool withValue)
    {
        for (int i = 0; i < pairs.Length; i++)
        {
            if (pairs[i].Name(bytes).SequenceCompareTo(pair.Name(bytes)) == 0 && (!withValue || pairs[i].Value(bytes).SequenceCompareTo(pair.Value(bytes)) == 0))
            {
                return i;
            }
        }

        return -1;
    }
}
