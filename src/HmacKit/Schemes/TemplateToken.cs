using System.Text;

namespace HmacKit;

/// <summary>A piece of a template: fixed text, the inside of a placeholder, or the beginning or end of a group that may be left out.</summary>
internal sealed record TemplateToken(TemplateToken.TokenKind Kind, string Text, int Position)
{
    public enum TokenKind
    {
        Literal,
        Placeholder,
        GroupStart,
        GroupEnd,
    }

    public bool IsLiteral => Kind == TokenKind.Literal;

    /// <summary>Takes a template apart; doubled braces stand for braces, and so do doubled brackets where there are groups.</summary>
    public static List<TemplateToken> Read(string template, string place, FaultList faults, bool hasGroups = false)
    {
        var tokens = new List<TemplateToken>();
        var literal = new StringBuilder();
        int literalAt = 0;
        int groupAt = -1;

        void EndLiteral()
        {
            if (literal.Length > 0)
            {
                tokens.Add(new TemplateToken(TokenKind.Literal, literal.ToString(), literalAt));
                literal.Clear();
            }
        }

        for (int at = 0; at < template.Length; at++)
        {
            char c = template[at];
            bool isSpecial = c is '{' or '}' || (hasGroups && c is '[' or ']');
            bool isDoubled = isSpecial && at + 1 < template.Length && template[at + 1] == c;
            if (!isSpecial || isDoubled)
            {
                literalAt = literal.Length == 0 ? at : literalAt;
                literal.Append(c);
                at += isDoubled ? 1 : 0;
                continue;
            }

            if (c == '{')
            {
                int end = template.IndexOf('}', at);
                if (end < 0)
                {
                    faults.Add(place, at, "this '{' is never closed; write '{{' for a brace.");
                    break;
                }

                EndLiteral();
                tokens.Add(new TemplateToken(TokenKind.Placeholder, template[(at + 1)..end], at));
                at = end;
            }
            else if (c == '[' && groupAt < 0)
            {
                EndLiteral();
                tokens.Add(new TemplateToken(TokenKind.GroupStart, "", at));
                groupAt = at;
            }
            else if (c == ']' && groupAt >= 0)
            {
                EndLiteral();
                tokens.Add(new TemplateToken(TokenKind.GroupEnd, "", at));
                groupAt = -1;
            }
            else
            {
                faults.Add(place, at, c == '['
                    ? "a group can't hold another group; write '[[' for a bracket."
                    : $"this '{c}' closes nothing; write '{c}{c}' for a {(c == '}' ? "brace" : "bracket")}.");
            }
        }

        if (groupAt >= 0)
        {
            faults.Add(place, groupAt, "this '[' is never closed; write '[[' for a bracket.");
        }

        EndLiteral();
        return tokens;
    }
}
