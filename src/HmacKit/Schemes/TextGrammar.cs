namespace HmacKit;

/// <summary>Fixed text and placeholders in a fixed order.</summary>
internal sealed class TextGrammar(TextGrammar.Piece[] pieces) : HeaderGrammar
{
    public override ClaimFields Fields { get; } = FieldsOf(pieces);

    public override int SignatureCount
    {
        get
        {
            int count = 0;
            foreach (Piece piece in pieces)
            {
                count += piece is { Literal: null, Field: ClaimField.Signature or ClaimField.Token } ? 1 : 0;
            }

            return count;
        }
    }

    public override bool TryRead(ClaimValue value, int tagSize, ref RequestClaim claim) =>
        pieces is [{ Literal: null } only]
            ? TryTake(only.Field, value, tagSize, ref claim)
            : TryReadPieces(value, tagSize, ref claim);

    private static ClaimFields FieldsOf(Piece[] pieces)
    {
        ClaimFields fields = default;
        foreach (Piece piece in pieces)
        {
            fields |= piece.Literal is null ? ClaimFields.Of(piece.Field) : default;
        }

        return fields;
    }

    private bool TryReadPieces(ClaimValue value, int tagSize, ref RequestClaim claim)
    {
        ReadOnlySpan<char> text = value.Span;
        int at = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            ref readonly Piece piece = ref pieces[i];
            if (piece.Literal is { } literal)
            {
                if (!text[at..].StartsWith(literal, StringComparison.Ordinal))
                {
                    return false;
                }

                at += literal.Length;
                continue;
            }

            int length = text.Length - at;
            if (i + 1 < pieces.Length)
            {
                length = text[at..].IndexOf(pieces[i + 1].Literal, StringComparison.Ordinal);
                if (length < 0)
                {
                    return false;
                }
            }

            if (!TryTake(piece.Field, value.Slice(at, length), tagSize, ref claim))
            {
                return false;
            }

            at += length;
        }

        return at == text.Length;
    }

    public override bool TryWrite(in RequestClaim claim, TimestampFormat timestampFormat, ReadOnlySpan<byte> tags, int tagSize, ref MessageWriter writer)
    {
        foreach (Piece piece in pieces)
        {
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

    /// <summary>Fixed text, or, where that is null, a placeholder.</summary>
    internal sealed record Piece(string? Literal, ClaimField Field);
}
