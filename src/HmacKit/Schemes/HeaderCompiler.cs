namespace HmacKit;

/// <summary>Turns the formats of carriers into grammars, and says where a template can't be read.</summary>
internal sealed class HeaderCompiler(string place, HeaderFormat format, ClaimNames names, FaultList faults)
{
    private const string Known =
        "a carrier knows {keyid}, {timestamp}, {id}, {nonce}, {date}, {expires}, {signed-headers}, {token}, {signature:hex}, {signature:base64} and {signature:base64url} (also hex-upper and base64url-padded), and what Values names.";

    private readonly List<TextGrammar.Piece> _pieces = [];
    private TagEncoding _encoding = TagEncoding.Hex;
    private bool _isFaulty;

    /// <summary>The grammar of a format, or null if it has faults.</summary>
    public static HeaderGrammar? Compile(string place, HeaderFormat format, ClaimNames names, FaultList faults)
    {
        var compiler = new HeaderCompiler(place, format, names, faults);
        HeaderGrammar? grammar = format.IsParameters ? new ParametersCompiler(place, format, compiler, faults).Compile() : compiler.CompileOther();
        return grammar is null || format.Wrapper is not { } prefix ? grammar
            : new Base64Grammar(grammar, prefix, format.IsWrappedInBase64Url) { SignatureEncoding = grammar.SignatureEncoding };
    }

    /// <summary>How the signature is written, as far as the template has been read.</summary>
    public TagEncoding Encoding => _encoding;

    public bool DateHasDashes => names.DateHasDashes;

    /// <summary>Reads one token; null if it is at fault.</summary>
    public TextGrammar.Piece? Read(TemplateToken token)
    {
        if (token.IsLiteral)
        {
            return Literal(token.Text, token);
        }

        if (names.TryConfigured(token.Text, out string? configured))
        {
            // Until it has been given its text, no header fits: a line feed never is in one.
            return configured is null ? new TextGrammar.Piece("\n", default) : Literal(configured, token);
        }

        if (TryReadField(token.Text, out ClaimField field))
        {
            return new TextGrammar.Piece(null, field);
        }

        faults.Add(place, token.Position, $"unknown placeholder '{{{token.Text}}}'; {Known}{WhyNot(token.Text)}");
        return null;
    }

    private static string WhyNot(string name) => name switch
    {
        "signature:raw" => " A carrier is text, so a signature's raw bytes can't stand in it.",
        "signature:md5" => " There is no MD5.",
        _ => "",
    };

    private TextGrammar.Piece? Literal(string text, TemplateToken token)
    {
        if (text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            faults.Add(place, token.Position, "a header holds printable ASCII only.");
            return null;
        }

        return new TextGrammar.Piece(text, default);
    }

    private HeaderGrammar? CompileOther()
    {
        foreach (TemplateToken token in TemplateToken.Read(format.Template, place, faults))
        {
            if (Read(token) is not { } piece)
            {
                _isFaulty = true;
                continue;
            }

            if (piece.Literal is not null && _pieces is [.., { Literal: { } before }])
            {
                _pieces[^1] = new TextGrammar.Piece(before + piece.Literal, default);
                continue;
            }

            if (piece.Literal is null && _pieces is [.., { Literal: null }])
            {
                faults.Add(place, token.Position, "two placeholders need fixed text between them.");
                _isFaulty = true;
            }

            _pieces.Add(piece);
        }

        if (_pieces.Count == 0)
        {
            faults.Add(place, null, "the template has no placeholder and no text.");
            return null;
        }

        if (_isFaulty)
        {
            return null;
        }

        return format.Separator is { } separator
            ? CompileFields(separator)
            : new TextGrammar([.. _pieces]) { SignatureEncoding = _encoding, DateHasDashes = names.DateHasDashes };
    }

    private FieldsGrammar? CompileFields(char separator)
    {
        var items = new List<FieldsGrammar.Item>();
        List<TextGrammar.Piece> pieces = format.IsList && _pieces is [{ Literal: null }] ? [new("", default), .. _pieces] : _pieces;
        for (int i = 0; i < pieces.Count; i += 2)
        {
            string? text = pieces[i].Literal;
            bool isFirst = i == 0;
            if (text is null || i + 1 == pieces.Count || (!isFirst && (text[0] != separator || format.IsList)))
            {
                faults.Add(place, null, format.IsList
                    ? "a list item is fixed text and one placeholder, such as 'v1,{signature:base64}'."
                    : $"each field is fixed text and one placeholder, with '{separator}' between fields, such as 't={{timestamp}}{separator}v1={{signature:hex}}'. For quotes, or several placeholders in a field, take HeaderFormat.Parameters.");
                return null;
            }

            if (format.IsList && pieces[i + 1].Field == ClaimField.Token)
            {
                faults.Add(place, null, "a list is of signatures: a token stands by itself, so take HeaderFormat.Text.");
                return null;
            }

            string prefix = isFirst ? text : text[1..].TrimStart(' ');
            if ((prefix.Length == 0 && !format.IsList) || (!format.IsList && prefix.Contains(separator, StringComparison.Ordinal)))
            {
                faults.Add(place, null, $"a field's fixed text is empty or contains the separator '{separator}'.");
                return null;
            }

            items.Add(new FieldsGrammar.Item(prefix, pieces[i + 1].Field, isFirst ? separator.ToString() : text[..^prefix.Length]));
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

        return new FieldsGrammar([.. items], separator) { SignatureEncoding = _encoding, DateHasDashes = names.DateHasDashes };
    }

    private bool TryReadField(string name, out ClaimField field)
    {
        const string prefix = "signature:";
        if (!name.StartsWith(prefix, StringComparison.Ordinal))
        {
            return names.TryField(name, out field);
        }

        field = ClaimField.Signature;
        return TagEncodings.TryParse(name[prefix.Length..], out _encoding);
    }
}
