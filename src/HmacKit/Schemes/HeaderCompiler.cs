namespace HmacKit;

/// <summary>Turns header formats into grammars, and says where a template can't be read.</summary>
internal static class HeaderCompiler
{
    /// <summary>The grammar of a format, or null if it has faults.</summary>
    public static HeaderGrammar? Compile(string place, HeaderFormat format, FaultList faults)
    {
        var encoding = TagEncoding.Hex;
        var pieces = new List<TextGrammar.Piece>();
        bool isFaulty = false;
        foreach (TemplateToken token in TemplateToken.Read(format.Template, place, faults))
        {
            if (token.IsLiteral)
            {
                if (token.Text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
                {
                    faults.Add(place, token.Position, "a header holds printable ASCII only.");
                    isFaulty = true;
                }

                pieces.Add(new TextGrammar.Piece(token.Text, default));
            }
            else if (TryReadField(token.Text, out ClaimField field, ref encoding))
            {
                if (pieces is [.., { Literal: null }])
                {
                    faults.Add(place, token.Position, "two placeholders need fixed text between them.");
                    isFaulty = true;
                }

                pieces.Add(new TextGrammar.Piece(null, field));
            }
            else
            {
                faults.Add(place, token.Position, $"unknown placeholder '{{{token.Text}}}'; a header knows {{keyid}}, {{timestamp}}, {{id}}, {{nonce}}, {{signature:hex}}, {{signature:base64}} and {{signature:base64url}}.");
                isFaulty = true;
            }
        }

        if (pieces.TrueForAll(static piece => piece.Literal is not null))
        {
            faults.Add(place, null, "the template has no placeholder.");
            return null;
        }

        if (isFaulty)
        {
            return null;
        }

        return format.Separator is { } separator
            ? CompileFields(place, pieces, separator, format.IsList, encoding, faults)
            : new TextGrammar([.. pieces]) { SignatureEncoding = encoding };
    }

    private static FieldsGrammar? CompileFields(
        string place, List<TextGrammar.Piece> pieces, char separator, bool isList, TagEncoding encoding, FaultList faults)
    {
        var items = new List<FieldsGrammar.Item>();
        for (int i = 0; i < pieces.Count; i += 2)
        {
            string? prefix = pieces[i].Literal;
            bool isFirst = i == 0;
            if (prefix is null || i + 1 == pieces.Count || (!isFirst && (prefix[0] != separator || isList)))
            {
                faults.Add(place, null, isList
                    ? "a list item is fixed text and one placeholder, such as 'v1,{signature:base64}'."
                    : $"each field is fixed text and one placeholder, with '{separator}' between fields, such as 't={{timestamp}}{separator}v1={{signature:hex}}'.");
                return null;
            }

            prefix = isFirst ? prefix : prefix[1..].TrimStart(' ');
            if (prefix.Length == 0 || (!isList && prefix.Contains(separator, StringComparison.Ordinal)))
            {
                faults.Add(place, null, $"a field's fixed text is empty or contains the separator '{separator}'.");
                return null;
            }

            items.Add(new FieldsGrammar.Item(prefix, pieces[i + 1].Field));
        }

        for (int i = 0; i < items.Count; i++)
        {
            for (int j = 0; j < items.Count; j++)
            {
                if (i != j && items[j].Prefix.StartsWith(items[i].Prefix, StringComparison.Ordinal))
                {
                    faults.Add(place, null, $"the fields '{items[i].Prefix}' and '{items[j].Prefix}' can't be told apart.");
                    return null;
                }
            }
        }

        return new FieldsGrammar([.. items], separator) { SignatureEncoding = encoding };
    }

    private static bool TryReadField(string name, out ClaimField field, ref TagEncoding encoding)
    {
        switch (name)
        {
            case "keyid":
                field = ClaimField.KeyId;
                return true;
            case "timestamp":
                field = ClaimField.Timestamp;
                return true;
            case "id":
                field = ClaimField.Id;
                return true;
            case "nonce":
                field = ClaimField.Nonce;
                return true;
        }

        field = ClaimField.Signature;
        return name.StartsWith("signature:", StringComparison.Ordinal) && TagEncodings.TryParse(name["signature:".Length..], out encoding);
    }
}
