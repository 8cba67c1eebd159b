namespace HmacKit;

/// <summary>Takes the template of an authentication header apart into its parameters.</summary>
internal sealed class ParametersCompiler(string place, HeaderFormat format, HeaderCompiler pieces, FaultList faults)
{
    private const int MaxParameters = 32;

    private readonly char _separator = format.Separator ?? ',';
    private readonly List<ParametersGrammar.WrittenPiece> _written = [];
    private readonly List<ParametersGrammar.Parameter> _parameters = [];
    private readonly List<TextGrammar.Piece> _current = [];
    private bool _isCurrentOptional;
    private bool _isFaulty;

    /// <summary>The grammar, or null if it has faults.</summary>
    public ParametersGrammar? Compile()
    {
        int group = -1;
        bool isInGroup = false;
        string lead = "";
        foreach (TemplateToken token in TemplateToken.Read(format.Template, place, faults, hasGroups: true))
        {
            if (token.Kind is TemplateToken.TokenKind.GroupStart or TemplateToken.TokenKind.GroupEnd)
            {
                EndParameter();
                isInGroup = token.Kind == TemplateToken.TokenKind.GroupStart;
                group += isInGroup ? 1 : 0;
                continue;
            }

            if (pieces.Read(token) is not { } piece)
            {
                _isFaulty = true;
                continue;
            }

            _written.Add(new ParametersGrammar.WrittenPiece(piece.Literal, piece.Field, isInGroup ? group : -1));
            _isCurrentOptional = isInGroup;
            if (piece.Literal is not { } literal)
            {
                _current.Add(piece);
                continue;
            }

            if (_written.Count == 1 && LeadOf(literal) is { Length: > 0 } found)
            {
                lead = found;
                literal = literal[found.Length..];
            }

            AddText(literal);
        }

        EndParameter();
        if (_parameters.Count is 0 or > MaxParameters)
        {
            faults.Add(place, null, $"the template has 1 to {MaxParameters} parameters; a parameter is a name, '=' and its value.");
            return null;
        }

        if (_parameters.Select(static parameter => parameter.Name).Distinct(StringComparer.Ordinal).Count() < _parameters.Count)
        {
            faults.Add(place, null, "two parameters have the same name.");
            return null;
        }

        return _isFaulty ? null : new ParametersGrammar(lead, [.. _parameters], [.. _written], _separator)
        {
            SignatureEncoding = pieces.Encoding,
            DateHasDashes = pieces.DateHasDashes,
        };
    }

    /// <summary>The name of the authentication scheme: what stands before the first blank, if that comes before the first name ends.</summary>
    private static string LeadOf(string literal)
    {
        int equals = literal.IndexOf('=', StringComparison.Ordinal);
        int blank = equals < 0 ? -1 : literal[..equals].TrimEnd(' ').LastIndexOf(' ');
        return literal[..(blank + 1)];
    }

    private void AddText(string text)
    {
        // The separator never stands in a template's own quotes, so it always ends a parameter.
        string[] parts = text.Split(_separator);
        for (int i = 0; i < parts.Length; i++)
        {
            if (i > 0)
            {
                EndParameter();
            }

            if (parts[i].Length > 0)
            {
                _current.Add(new TextGrammar.Piece(parts[i], default));
            }
        }
    }

    private void EndParameter()
    {
        List<TextGrammar.Piece> value = [.. _current];
        _current.Clear();
        if (value.TrueForAll(static piece => piece.Literal is { } text && string.IsNullOrWhiteSpace(text)))
        {
            return;
        }

        string first = value[0].Literal ?? "";
        int equals = first.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? "" : first[..equals].Trim(' ');
        if (name.Length == 0)
        {
            faults.Add(place, null, "each parameter is a name, '=' and its value, such as 'id=\"{keyid}\"'.");
            _isFaulty = true;
            return;
        }

        bool isQuoted = equals + 1 < first.Length && first[equals + 1] == '"';
        SetOrRemove(value, 0, first[(equals + (isQuoted ? 2 : 1))..]);
        if (isQuoted)
        {
            string? last = value.Count == 0 ? null : value[^1].Literal;
            if (last is null || !last.TrimEnd(' ').EndsWith('"'))
            {
                faults.Add(place, null, $"the quotes of the parameter '{name}' aren't closed.");
                _isFaulty = true;
                return;
            }

            SetOrRemove(value, value.Count - 1, last.TrimEnd(' ')[..^1]);
        }
        else if (value is [.., { Literal: { } trailing }])
        {
            SetOrRemove(value, value.Count - 1, trailing.TrimEnd(' '));
        }

        if (value.Zip(value.Skip(1)).Any(static pair => pair is { First.Literal: null, Second.Literal: null }))
        {
            faults.Add(place, null, $"two placeholders of the parameter '{name}' need fixed text between them.");
            _isFaulty = true;
        }

        _parameters.Add(new ParametersGrammar.Parameter(
            name,
            new TextGrammar([.. value]) { SignatureEncoding = pieces.Encoding, DateHasDashes = pieces.DateHasDashes },
            _isCurrentOptional));
    }

    private static void SetOrRemove(List<TextGrammar.Piece> value, int index, string text)
    {
        if (text.Length == 0)
        {
            value.RemoveAt(index);
        }
        else
        {
            value[index] = new TextGrammar.Piece(text, default);
        }
    }
}
