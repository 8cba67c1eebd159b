using System.Globalization;

namespace HmacKit.Testing;

/// <summary>Another method, path or query than was signed, also ones that a server takes for the same.</summary>
internal static class TargetAttacks
{
    private const string EmptyQuery = "query/question-mark";

    public static IEnumerable<Attack> Of(Forge forge)
    {
        foreach (string method in new[] { "GET", "POST", "PUT", "PATCH", "DELETE" })
        {
            if (method != forge.Options.Method.Method)
            {
                yield return new($"method/{method.ToLowerInvariant()}", $"{method} with the signature for {forge.Options.Method}", forge.Sign().ToWire() with { Method = method }) { IsCompared = false };
            }
        }

        string target = forge.Sign().ToWire().Target;
        foreach ((string name, string sent, _) in Paths(target).Concat(Queries(target)))
        {
            // What a signer puts into the target belongs to the request that is changed.
            WireRequest good = forge.Sign().ToWire();
            string? changed = Paths(good.Target).Concat(Queries(good.Target)).FirstOrDefault(change => change.Name == name).Changed;
            if (changed is not null && changed != good.Target)
            {
                yield return new(name, sent, good with { Target = changed })
                {
                    IsCompared = false,
                    NeedsSocketBecause = name == EmptyQuery ? "a test server in memory drops an empty query, and a good request would be left; aim at an address" : null,
                };
            }
        }
    }

    private static IEnumerable<(string Name, string Sent, string Changed)> Paths(string target)
    {
        int mark = target.IndexOf('?', StringComparison.Ordinal);
        string path = mark < 0 ? target : target[..mark];
        string query = mark < 0 ? "" : target[mark..];
        int slash = path.LastIndexOf('/');
        yield return ("path/trailing-slash", "a slash at the end of the path more or less", (path.Length > 1 && path[^1] == '/' ? path[..^1] : path + "/") + query);
        yield return ("path/double-slash", "a slash in the path twice", path.Insert(slash, "/") + query);
        yield return ("path/dot", "a dot as a segment of the path", path.Insert(slash, "/.") + query);
        yield return ("path/dots", "a detour in the path", path.Insert(slash, "/x/..") + query);
        yield return ("path/parameter", "a parameter behind the path", path + ";a=b" + query);
        int letter = path.Select((c, i) => char.IsAsciiLetter(c) && (i == 0 || path[i - 1] != '%') && (i < 2 || path[i - 2] != '%') ? i : -1).Max();
        if (letter < 0)
        {
            yield break;
        }

        char found = path[letter];
        char turned = char.IsAsciiLetterUpper(found) ? char.ToLowerInvariant(found) : char.ToUpperInvariant(found);
        yield return ("path/other-case", "a letter of the path in the other case", path[..letter] + turned + path[(letter + 1)..] + query);
        yield return ("path/encoded", "a letter of the path percent-encoded", string.Create(CultureInfo.InvariantCulture, $"{path[..letter]}%{(int)found:X2}{path[(letter + 1)..]}{query}"));
        yield return ("path/other", "another path", path + "x" + query);
    }

    private static IEnumerable<(string Name, string Sent, string Changed)> Queries(string target)
    {
        int mark = target.IndexOf('?', StringComparison.Ordinal);
        if (mark < 0)
        {
            yield return ("query/added", "a query where none was signed", target + "?admin=true");
            yield return (EmptyQuery, "a question mark behind the path", target + "?");
            yield break;
        }

        string path = target[..mark];
        string[] pairs = target[(mark + 1)..].Split('&');
        string With(params IEnumerable<string> changed) => path + "?" + string.Join('&', changed);
        yield return ("query/added", "a parameter more", With([.. pairs, "admin=true"]));
        yield return ("query/dropped", "no query", path);
        yield return ("query/changed", "another value of the last parameter", target + "x");
        yield return ("query/twice-same", "the first parameter twice", With([pairs[0], .. pairs]));
        yield return ("query/twice-other", "the first parameter twice, with another value before the good one", With([pairs[0] + "x", .. pairs]));
        yield return ("query/twice-other-last", "the first parameter twice, with another value behind the good one", With([.. pairs, pairs[0] + "x"]));
        yield return ("query/other-order", "the parameters in another order", With(pairs.Reverse()));
        yield return ("query/ampersand", "an ampersand more at the end", target + "&");
        yield return ("query/blank-as-plus", "a plus for an encoded blank", path + target[mark..].Replace("%20", "+", StringComparison.Ordinal));
        yield return ("query/plus-as-blank", "an encoded blank for a plus", path + target[mark..].Replace("+", "%20", StringComparison.Ordinal));
        yield return ("query/escapes-other-case", "percent-escapes in the other case", path + OtherCase(target[mark..]));
    }

    private static string OtherCase(string query)
    {
        char[] chars = query.ToCharArray();
        for (int i = 0; i + 2 < chars.Length; i++)
        {
            if (chars[i] == '%')
            {
                (chars[i + 1], chars[i + 2]) = (Turned(chars[i + 1]), Turned(chars[i + 2]));
            }
        }

        return new string(chars);
    }

    private static char Turned(char c) => char.IsAsciiLetterUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c);
}
