namespace HmacKit;

/// <summary>Items between separators, each known by the fixed text that it begins with; items of other kinds are skipped.</summary>
internal sealed class FieldsGrammar(FieldsGrammar.Item[] items, char separator) : HeaderGrammar
{
    public override ClaimFields Fields { get; } = FieldsOf(items);

    public override int SignatureCount
    {
        get
        {
            int count = 0;
            foreach (Item item in items)
            {
                count += item.Field is ClaimField.Signature or ClaimField.Token ? 1 : 0;
            }

            return count;
        }
    }

    public override bool TryRead(ClaimValue value, int tagSize, ref RequestClaim claim)
    {
        ReadOnlySpan<char> text = value.Span;
        int seen = 0;
        int next = 0;
        while (NextItem(text, ref next, out int start, out int length, out int index))
        {
            if (index < 0)
            {
                continue;
            }

            ClaimField field = items[index].Field;
            bool isRepeated = (seen & (1 << index)) != 0;
            if ((isRepeated && field != ClaimField.Signature) || !TryTake(field, value.Slice(start, length), tagSize, ref claim))
            {
                return false;
            }

            seen |= 1 << index;
        }

        return seen == (1 << items.Length) - 1;
    }

    public override int ReadTags(ClaimValue value, int tagSize, Span<byte> tags)
    {
        ReadOnlySpan<char> text = value.Span;
        int count = 0;
        int next = 0;
        while (NextItem(text, ref next, out int start, out int length, out int index) && count < MaxSignatures)
        {
            if (index >= 0 && items[index].Field == ClaimField.Signature
                && TagText.TryDecode(SignatureEncoding, text.Slice(start, length), tags.Slice(count * tagSize, tagSize)))
            {
                count++;
            }
        }

        return count;
    }

    public override bool TryWrite(in RequestClaim claim, TimestampFormat timestampFormat, ReadOnlySpan<byte> tags, int tagSize, ref MessageWriter writer)
    {
        bool isFirst = true;
        foreach (Item item in items)
        {
            // The signature's item once for each tag, every other item once.
            ReadOnlySpan<byte> rest = tags;
            do
            {
                if (!((isFirst || writer.TryWriteAscii(item.Between)) && writer.TryWriteAscii(item.Prefix)))
                {
                    return false;
                }

                // A value that has the separator in it, as an HTTP date has a comma, would be read as two fields.
                int start = writer.Head.Length;
                if (!TryWriteField(item.Field, claim, timestampFormat, rest, tagSize, ref writer) || writer.WrittenFrom(start).Contains((byte)separator))
                {
                    return false;
                }

                isFirst = false;
                rest = item.Field == ClaimField.Signature ? rest[tagSize..] : rest;
            }
            while (item.Field == ClaimField.Signature && rest.Length > 0);
        }

        return true;
    }

    private static ClaimFields FieldsOf(Item[] items)
    {
        ClaimFields fields = default;
        foreach (Item item in items)
        {
            fields |= ClaimFields.Of(item.Field);
        }

        return fields;
    }

    /// <summary>The next item's value behind its fixed text; <paramref name="index"/> is -1 for an item of another kind.</summary>
    private bool NextItem(ReadOnlySpan<char> value, ref int next, out int start, out int length, out int index)
    {
        start = next;
        length = 0;
        index = -1;
        if (next > value.Length)
        {
            return false;
        }

        ReadOnlySpan<char> item = value[next..];
        int end = item.IndexOf(separator);
        item = end < 0 ? item : item[..end];
        next += item.Length + 1;
        ReadOnlySpan<char> trimmed = item.TrimStart(' ');
        start += item.Length - trimmed.Length;
        trimmed = trimmed.TrimEnd(' ');
        for (int i = 0; i < items.Length; i++)
        {
            string prefix = items[i].Prefix;
            if (trimmed.Length > 0 && trimmed.StartsWith(prefix))
            {
                start += prefix.Length;
                length = trimmed.Length - prefix.Length;
                index = i;
                break;
            }
        }

        return true;
    }

    /// <summary>An item: the fixed text that it begins with, what follows, and what is written between the item before and this one.</summary>
    internal sealed record Item(string Prefix, ClaimField Field, string Between);
}
