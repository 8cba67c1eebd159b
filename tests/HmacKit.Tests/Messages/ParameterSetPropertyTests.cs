using System.Text;
using System.Text.RegularExpressions;
using System.Web;
using FsCheck;
using FsCheck.Fluent;

namespace HmacKit.Tests.Messages;

/// <summary>Sets of parameters beside a model that splits, decodes, sorts and joins strings, on queries and sets from a fixed seed.</summary>
public partial class ParameterSetPropertyTests
{
    private static readonly Gen<string> Query =
        Any.Joined(16, "a", "b", "A", "B=", "=", "&", "&", "&a=", "&b=1", "&a=1", "&a=2", "&c", "+", "%41", "%61", "%2b", "%26", "%3D", "%C3%A4", "ä", "~", "*", "/", "%", "%zz");

    private static readonly Gen<ParameterSet> Set =
        from order in Gen.Elements(Enum.GetValues<ParameterOrder>())
        from encoding in Gen.Elements(Enum.GetValues<ParameterEncoding>())
        from repeats in Gen.Elements(Enum.GetValues<RepeatedParameters>())
        from pair in Gen.Elements("=", "", ":")
        from joiner in Gen.Elements("&", "", "\n")
        from filter in Gen.Elements("", "except", "only")
        from flags in Gen.Choose(0, 15)
        select new ParameterSet
        {
            Order = order,
            Encoding = encoding,
            Repeats = repeats,
            Pair = pair,
            Joiner = joiner,
            Except = filter == "except" ? ["a", "c"] : [],
            Only = filter == "only" ? ["a", "b"] : null,
            NamesInLowerCase = (flags & 1) != 0,
            KeepsBareNames = (flags & 2) != 0,
            OmitsEmpty = (flags & 4) != 0,
            PlusIsBlank = (flags & 8) != 0,
        };

    [Fact]
    public void A_query_is_written_as_splitting_and_sorting_strings_does() => Seeded.Holds(
        from set in Set from query in Query select (set, query),
        one =>
        {
            (ParameterSet set, string query) = one;
            SignatureScheme scheme = MessageOf.Scheme("{query:sorted}", "one test", definition => definition.Parameters = set);
            byte[]? written = MessageOf.Bytes(scheme, MessageOf.Get("/?" + query));
            Assert.Equal(Model(set, query), written is null ? null : Encoding.Latin1.GetString(written));
        },
        tests: 5000);

    /// <summary>Each character of the model's strings is a byte.</summary>
    private static string? Model(ParameterSet set, string query)
    {
        string bytes = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(query));
        var pairs = new List<(string Name, string Value, bool IsBare)>();
        foreach (string[] pair in bytes.Split('&').Where(pair => pair.Length > 0).Select(pair => pair.Split('=', 2)))
        {
            string value = pair.ElementAtOrDefault(1) ?? "";
            if (HalfEscape().IsMatch(pair[0]))
            {
                return null;
            }

            string name = Decoded(pair[0], set);
            if (set.Except.Contains(name) || set.Only?.Contains(name) == false || (set.OmitsEmpty && value.Length == 0))
            {
                continue;
            }

            if (HalfEscape().IsMatch(value) && set.Encoding != ParameterEncoding.AsSent)
            {
                return null;
            }

            string spelt = Spelt(pair[0], set);
            pairs.Add((set.NamesInLowerCase ? LowerCase(spelt) : spelt, Spelt(value, set), pair.Length == 1));
        }

        IEnumerable<(string Name, string Value, bool IsBare)> sorted = set.Order switch
        {
            ParameterOrder.ByName => pairs.OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal),
            ParameterOrder.ByNameOnly => pairs.OrderBy(pair => pair.Name, StringComparer.Ordinal),
            _ => pairs,
        };
        return Repeated(set, [.. sorted]);
    }

    private static string? Repeated(ParameterSet set, List<(string Name, string Value, bool IsBare)> pairs)
    {
        string Text((string Name, string Value, bool IsBare) pair) => pair.Name + (pair.IsBare && set.KeepsBareNames ? "" : set.Pair) + pair.Value;
        return set.Repeats switch
        {
            RepeatedParameters.Refused when pairs.DistinctBy(pair => pair.Name).Count() < pairs.Count => null,
            RepeatedParameters.Distinct => string.Join(set.Joiner, pairs.DistinctBy(pair => (pair.Name, pair.Value)).Select(Text)),
            RepeatedParameters.JoinedByComma => string.Join(set.Joiner, pairs.GroupBy(pair => pair.Name).Select(group => string.Join(',', group.Skip(1).Select(pair => pair.Value).Prepend(Text(group.First()))))),
            _ => string.Join(set.Joiner, pairs.Select(Text)),
        };
    }

    private static string Spelt(string text, ParameterSet set) => set.Encoding switch
    {
        ParameterEncoding.AsSent => text,
        ParameterEncoding.Decoded => Decoded(text, set),
        ParameterEncoding.Form => Encoded(text, set).Replace("%20", "+", StringComparison.Ordinal),
        _ => Encoded(text, set),
    };

    private static string Encoded(string text, ParameterSet set) => Reserved().Replace(Decoded(text, set), match => $"%{(int)match.Value[0]:X2}");

    private static string Decoded(string text, ParameterSet set) =>
        Encoding.Latin1.GetString(HttpUtility.UrlDecodeToBytes(Encoding.Latin1.GetBytes(set.PlusIsBlank ? text : text.Replace("+", "%2B", StringComparison.Ordinal))));

    private static string LowerCase(string text) => string.Concat(text.Select(c => char.IsAscii(c) ? char.ToLowerInvariant(c) : c));

    [GeneratedRegex("%(?![0-9A-Fa-f]{2})")]
    private static partial Regex HalfEscape();

    [GeneratedRegex("[^A-Za-z0-9._~-]", RegexOptions.Singleline)]
    private static partial Regex Reserved();
}
