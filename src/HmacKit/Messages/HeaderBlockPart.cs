using System.Text;

namespace HmacKit;

/// <summary>A group of headers: those that the request lists, or all that begin with a prefix, but for those of the signature itself.</summary>
internal sealed class HeaderBlockPart(HeaderSet set, string? prefix, string[] signatures, IReadOnlyDictionary<string, MessagePlan> components) : MessagePart
{
    private readonly byte[] _pair = Encoding.UTF8.GetBytes(set.Pair ?? "");
    private readonly byte[] _joiner = Encoding.UTF8.GetBytes(set.Joiner);

    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer) =>
        prefix is null ? TryWriteListed(input, ref writer) : TryWritePrefixed(input, prefix, ref writer);

    private bool TryWriteListed(in MessageInput input, ref MessageWriter writer)
    {
        ReadOnlySpan<char> list = input.Claim.Get(ClaimField.SignedHeaders).Span;
        if (!SignedHeaderList.IsValid(list, set))
        {
            return false;
        }

        if (set.Implied.Count > 0)
        {
            return TryWriteWithImplied(input, list, ref writer);
        }

        bool isFirst = true;
        foreach (Range range in list.Split(set.ListSeparator))
        {
            ReadOnlySpan<char> name = list[range];
            if (name.IsEmpty)
            {
                continue;
            }

            writer.Write(isFirst ? default : _joiner);
            isFirst = false;
            if (!TryWriteLine(input, name.ToString(), ref writer))
            {
                return false;
            }
        }

        writer.Write(set.EndsWithJoiner && !isFirst ? _joiner : default);
        return true;
    }

    private bool TryWriteWithImplied(in MessageInput input, ReadOnlySpan<char> list, ref MessageWriter writer)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        if (!TryAddNames(input, set.IsImplied, names))
        {
            return false;
        }

        foreach (Range range in list.Split(set.ListSeparator))
        {
            // One that is implied may be listed too.
            names.Add(list[range].ToString());
        }

        names.Remove("");
        return names.Count <= HeaderSet.MaxHeaders && TryWriteAll(input, names, ref writer);
    }

    private bool TryWritePrefixed(in MessageInput input, string beginning, ref MessageWriter writer)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        return TryAddNames(input, name => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase), names) && TryWriteAll(input, names, ref writer);
    }

    private bool TryAddNames(in MessageInput input, Func<string, bool> isMeant, SortedSet<string> names)
    {
        foreach (string name in input.Request.HeaderNames)
        {
            if (isMeant(name) && !signatures.Contains(name, StringComparer.OrdinalIgnoreCase) && (!names.Add(name.ToLowerInvariant()) || names.Count > HeaderSet.MaxHeaders))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryWriteAll(in MessageInput input, SortedSet<string> names, ref MessageWriter writer)
    {
        bool isFirst = true;
        foreach (string name in names)
        {
            writer.Write(isFirst ? default : _joiner);
            isFirst = false;
            if (!TryWriteLine(input, name, ref writer))
            {
                return false;
            }
        }

        writer.Write(set.EndsWithJoiner && !isFirst ? _joiner : default);
        return true;
    }

    private bool TryWriteLine(in MessageInput input, string name, ref MessageWriter writer)
    {
        if (components.TryGetValue(name, out MessagePlan? component))
        {
            return component.TryWrite(input, ref writer);
        }

        HeaderValue header = input.Request.GetHeader(name);
        if (header.Value is not { } value || (set.Pair is not null && !TryWriteText(name, ref writer)))
        {
            return false;
        }

        writer.Write(_pair);
        return TryWriteText(value, ref writer);
    }

    private bool TryWriteText(string text, ref MessageWriter writer)
    {
        // No header has them on the wire; in a message they would be the end of one line and the beginning of another.
        int start = writer.Length;
        if (text.AsSpan().ContainsAny('\r', '\n', '\0') || !writer.TryWriteUtf8(text.AsSpan().Trim(" \t")))
        {
            return false;
        }

        Span<byte> written = writer.WrittenForChange(start);
        if (set.CollapsesBlanks)
        {
            int to = 0;
            foreach (byte b in written)
            {
                if (b != ' ' || to == 0 || written[to - 1] != ' ')
                {
                    written[to++] = b;
                }
            }

            writer.Truncate(start + to);
            written = written[..to];
        }

        if (set.ValuesInLowerCase)
        {
            AsciiCase.ToLower(written);
        }

        if (set.IsPercentEncoded)
        {
            byte[] plain = written.ToArray();
            writer.Truncate(start);
            writer.Advance(PercentCode.Encode(plain, blankAsPlus: false, keepsSlash: false, writer.GetSpan(3 * plain.Length)));
        }

        return true;
    }
}
