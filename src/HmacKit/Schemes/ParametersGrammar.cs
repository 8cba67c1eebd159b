namespace HmacKit;

/// <summary>
/// Parameters of an authentication header: names and values in any order, a value plain or in double quotes, with the text
/// before them, if there is any. Separators within quotes end nothing.
/// </summary>
internal sealed class ParametersGrammar(string lead, ParametersGrammar.Parameter[] parameters, ParametersGrammar.WrittenPiece[] written, char separator) : HeaderGrammar
{
    public override ClaimFields Fields => FieldsOf(isOptional: false) | OptionalFields;

    public override ClaimFields OptionalFields => FieldsOf(isOptional: true);

    public override int SignatureCount
    {
        get
        {
            int count = 0;
            foreach (Parameter parameter in parameters)
            {
                count += parameter.Value.SignatureCount;
            }

            return count;
        }
    }

    public override bool TryRead(ClaimValue value, int tagSize, ref RequestClaim claim)
    {
        ReadOnlySpan<char> text = value.Span;
        if (!text.StartsWith(lead, StringComparison.Ordinal))
        {
            return false;
        }

        uint seen = 0;
        int at = lead.Length;
        while (at < text.Length)
        {
            if (!TryNext(text, ref at, out int nameAt, out int nameLength, out int start, out int length))
            {
                return false;
            }

            int index = IndexOf(text.Slice(nameAt, nameLength));
            if (index < 0)
            {
                continue;
            }

            if ((seen & (1u << index)) != 0 || !parameters[index].Value.TryRead(value.Slice(start, length), tagSize, ref claim))
            {
                return false;
            }

            seen |= 1u << index;
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            if ((seen & (1u << i)) == 0 && !parameters[i].IsOptional)
            {
                return false;
            }
        }

        return true;
    }

    public override bool TryWrite(in RequestClaim claim, TimestampFormat timestampFormat, ReadOnlySpan<byte> tags, int tagSize, ref MessageWriter writer)
    {
        int left = -1;
        foreach (WrittenPiece piece in written)
        {
            if (piece.Group >= 0 && piece.Group != left && !IsGroupPresent(piece.Group, claim))
            {
                left = piece.Group;
            }

            if (piece.Group >= 0 && piece.Group == left)
            {
                continue;
            }

            bool isWritten = piece.Literal is { } literal
                ? writer.TryWriteAscii(literal)
                : TryWriteField(piece.Field, claim, timestampFormat, tags, tagSize, ref writer);
            if (!isWritten)
            {
                return false;
            }
        }

        return true;
    }

    private bool IsGroupPresent(int group, in RequestClaim claim)
    {
        foreach (WrittenPiece piece in written)
        {
            if (piece.Group == group && piece.Literal is null && !HasValue(piece.Field, claim))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The next parameter; false if what follows isn't one. Empty ones are stepped over, with an empty name.</summary>
    private bool TryNext(ReadOnlySpan<char> text, ref int at, out int nameAt, out int nameLength, out int start, out int length)
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        nameAt = start = at;
        nameLength = length = 0;
        int end = text[at..].IndexOf(separator);
        end = end < 0 ? text.Length : at + end;
        int equals = text[at..end].IndexOf('=');
        if (equals < 0)
        {
            bool isEmpty = text[at..end].Trim(' ').IsEmpty;
            at = end + 1;
            return isEmpty;
        }

        nameLength = text.Slice(at, equals).TrimEnd(' ').Length;
        start = at + equals + 1;
        if (start < text.Length && text[start] == '"')
        {
            start++;
            length = text[start..].IndexOf('"');
            if (length < 0 || text.Slice(start, length).Contains('\\'))
            {
                return false;
            }

            at = start + length + 1;
            while (at < text.Length && text[at] == ' ')
            {
                at++;
            }

            return at == text.Length || text[at++] == separator;
        }

        length = text[start..end].TrimEnd(' ').Length;
        at = end + 1;
        return true;
    }

    private ClaimFields FieldsOf(bool isOptional)
    {
        ClaimFields fields = default;
        foreach (Parameter parameter in parameters)
        {
            fields |= parameter.IsOptional == isOptional ? parameter.Value.Fields : default;
        }

        return fields;
    }

    private int IndexOf(ReadOnlySpan<char> name)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            if (name.Equals(parameters[i].Name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>A parameter: its name, how its value is read, and whether it may be left out.</summary>
    internal readonly record struct Parameter(string Name, HeaderGrammar Value, bool IsOptional);

    /// <summary>A piece of the template as it is written; those of one group are written together or not at all, -1 is none.</summary>
    internal readonly record struct WrittenPiece(string? Literal, ClaimField Field, int Group);
}
