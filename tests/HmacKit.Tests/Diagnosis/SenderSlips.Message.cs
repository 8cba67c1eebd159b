using System.Text.RegularExpressions;

namespace HmacKit.Tests.Diagnosis;

internal static partial class SenderSlips
{
    private const string Unsorted = "/p?zeta=1&alpha=x%20y&mid=2.5";

    private static Dictionary<string, Func<Sender, bool>> Messages => new()
    {
        ["parts_order"] = sender => Lay(sender, template =>
        {
            MatchCollection parts = Placeholder().Matches(template);
            int first = template.StartsWith("{id}|{nonce}", StringComparison.Ordinal) ? 1 : sender.Dice.Next(parts.Count - 1);
            string one = parts[first].Value;
            string other = parts[first + 1].Value;
            return template.Replace(one, "\0").Replace(other, one).Replace("\0", other);
        }),
        ["part_missing"] = sender => Lay(sender, template =>
        {
            // The body alone, which nearly everybody signs first; or all but the first part with the text behind it.
            MatchCollection parts = Placeholder().Matches(template);
            return template.EndsWith("{body}", StringComparison.Ordinal) && sender.Dice.Next(2) == 0 && parts.Count > 1
                ? "{body}"
                : template.StartsWith("{query", StringComparison.Ordinal) ? template.Remove(parts[^1].Index)
                : template.Remove(parts[0].Index, parts[1].Index - parts[0].Index);
        }),
        ["separator_missing"] = sender => Lay(sender, template => Separator().Replace(template, "$1$3", sender.Dice.One(1, 99))),
        ["separator_doubled"] = sender => Lay(sender, template => Separator().Replace(template, "$1$2$2$3", sender.Dice.One(1, 99))),
        ["separator_trailing"] = sender => Lay(sender, template => template.EndsWith("{body}", StringComparison.Ordinal) ? template : template + "\n"),
        ["separator_other"] = sender => Lay(sender, template => Separator().Replace(template, $"$1{sender.Dice.One("&", ";", "\\n")}$3")),
        ["query_json_unsorted"] = sender => SignQuery(sender, Unsorted, """{"zeta":"1","alpha":"x y","mid":"2.5"}"""),
        ["query_json_spaced"] = sender => SignQuery(sender, Unsorted, """{"alpha": "x y", "mid": "2.5", "zeta": "1"}"""),
        ["query_json_numbers"] = sender => SignQuery(sender, Unsorted, """{"alpha":"x y","mid":2.5,"zeta":1}"""),
        ["query_json_unicode"] = sender => SignQuery(sender, "/p?b=%C3%A9&a=%F0%9F%98%80", """{"a":"😀","b":"é"}"""),
        ["query_json_raw"] = sender => SignQuery(sender, Unsorted, sender.Dice.One("", "?") + Unsorted[3..]),
    };

    /// <summary>Another layout; only for schemes of several parts.</summary>
    private static bool Lay(Sender sender, Func<string, string> change)
    {
        if (Placeholder().Count(sender.Template) < 2)
        {
            return false;
        }

        sender.Template = change(sender.Template);
        return true;
    }

    private static bool SignQuery(Sender sender, string target, string signedText)
    {
        string unique = sender.Dice.Word();
        sender.Target = target + "&zz=" + unique;
        sender.SignInPlaceOf("query:sorted-json", signedText.EndsWith('}')
            ? signedText[..^1] + (signedText.Contains(", ", StringComparison.Ordinal) ? $", \"zz\": \"{unique}\"}}" : $",\"zz\":\"{unique}\"}}")
            : signedText + "&zz=" + unique);
        return sender.Signs("query:sorted-json");
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();

    // Text between two placeholders.
    [GeneratedRegex(@"(\})([^{}]+)(\{)")]
    private static partial Regex Separator();
}
