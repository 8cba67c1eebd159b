using System.Text;

namespace HmacKit;

/// <summary>A piece of a template: fixed text, or the inside of a placeholder.</summary>
internal readonly record struct TemplateToken(bool IsLiteral, string Text, int Position)
{
    /// <summary>Takes a template apart; <c>{{</c> and <c>}}</c> stand for braces.</summary>
    public static List<TemplateToken> Read(string template, string place, FaultList faults)
    {
        var tokens = new List<TemplateToken>();
        var literal = new StringBuilder();
        int literalAt = 0;

        void EndLiteral()
        {
            if (literal.Length > 0)
            {
                tokens.Add(new TemplateToken(true, literal.ToString(), literalAt));
                literal.Clear();
            }
        }

        for (int at = 0; at < template.Length; at++)
        {
            char c = template[at];
            bool isDoubled = at + 1 < template.Length && template[at + 1] == c;
            if (c is '{' && !isDoubled)
            {
                int end = template.IndexOf('}', at);
                if (end < 0)
                {
                    faults.Add(place, at, "this '{' is never closed; write '{{' for a brace.");
                    break;
                }

                EndLiteral();
                tokens.Add(new TemplateToken(false, template[(at + 1)..end], at));
                at = end;
                literalAt = end + 1;
                continue;
            }

            if (c is '}' && !isDoubled)
            {
                faults.Add(place, at, "this '}' closes nothing; write '}}' for a brace.");
                continue;
            }

            if (literal.Length == 0)
            {
                literalAt = at;
            }

            literal.Append(c);
            at += c is '{' or '}' ? 1 : 0;
        }

        EndLiteral();
        return tokens;
    }
}
