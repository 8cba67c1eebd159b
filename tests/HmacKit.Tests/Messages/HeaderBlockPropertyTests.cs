using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace HmacKit.Tests.Messages;

/// <summary>Lists and blocks of headers beside a model of strings, on requests from a fixed seed.</summary>
public class HeaderBlockPropertyTests
{
    private static readonly string[] Names = ["x-a", "X-B", "x-ab", "host", "x-c"];

    private static readonly Gen<string> Value = Any.Joined(6, "a", "B", " ", "  ", "\t", ":", "%", "ä", ",");

    private static readonly Gen<KeyValuePair<string, string>[]> Headers =
        from headers in (from name in Gen.Elements(Names) from value in Value select KeyValuePair.Create(name, value)).ListOf()
        select headers.Take(6).ToArray();

    private static readonly Gen<HeaderSet> Set =
        from pair in Gen.Elements(":", "=", null)
        from joiner in Gen.Elements("\n", ";")
        from flags in Gen.Choose(0, 31)
        select new HeaderSet
        {
            Pair = pair,
            Joiner = joiner,
            EndsWithJoiner = (flags & 1) != 0,
            CollapsesBlanks = (flags & 2) != 0,
            ValuesInLowerCase = (flags & 4) != 0,
            IsPercentEncoded = (flags & 8) != 0,
            InListedOrder = (flags & 16) != 0,
            AtLeast = ["host"],
        };

    [Fact]
    public void A_list_is_taken_if_it_is_in_order_and_names_each_header_once() => Seeded.Holds(
        from list in Any.Joined(8, "host", "x-a", "x-b", "X-A", ";", ";", ";", " ") from inAnyOrder in Gen.Elements(true, false) select (list, inAnyOrder),
        one =>
        {
            string[] names = one.list.Split(';');
            bool isRight = names.All(name => name.Length > 0 && !name.Any(char.IsAsciiLetterUpper)) && names.Distinct(StringComparer.Ordinal).Count() == names.Length
                && (one.inAnyOrder || names.SequenceEqual(names.Order(StringComparer.Ordinal))) && names.Contains("host");
            Assert.Equal(isRight, SignedHeaderList.IsValid(one.list, new HeaderSet { AtLeast = ["host"], InListedOrder = one.inAnyOrder }));
        },
        tests: 5000);

    [Fact]
    public void The_listed_headers_are_written_as_joining_strings_does() => Seeded.Holds(
        from set in Set
        from headers in Headers
        from listed in Gen.Shuffle((string[])["host", "x-a", "x-b"]).Select(names => names.ToArray())
        from count in Gen.Choose(0, 3)
        select (set, headers, string.Join(';', listed.Take(count))),
        one =>
        {
            (HeaderSet set, KeyValuePair<string, string>[] headers, string list) = one;
            string? model = SignedHeaderList.IsValid(list, set) ? Model(set, headers, list.Split(';')) : null;
            Assert.Equal(model, Written(set, headers, prefix: null, list));
        },
        tests: 3000);

    [Fact]
    public void Headers_with_a_prefix_are_written_as_sorting_and_joining_strings_does() => Seeded.Holds(
        from set in Set from headers in Headers select (set, headers),
        one =>
        {
            string[] names = [.. one.headers.Select(header => header.Key.ToLowerInvariant()).Where(name => name.StartsWith("x-", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];
            Assert.Equal(Model(one.set, one.headers, names), Written(one.set, one.headers, "x-", ""));
        },
        tests: 3000);

    private static string? Written(HeaderSet set, KeyValuePair<string, string>[] headers, string? prefix, string list)
    {
        var claim = default(RequestClaim);
        claim.TrySet(ClaimField.SignedHeaders, new ClaimValue(list));
        var writer = new MessageWriter(stackalloc byte[256]);
        bool isWritten = new HeaderBlockPart(set, prefix, [], new Dictionary<string, MessagePlan>())
            .TryWrite(new MessageInput(new RawRequest("GET", "/", headers), default, claim, SchemeCatalog.GitHub.Context), ref writer);
        string? text = isWritten ? Encoding.UTF8.GetString(writer.Head) : null;
        writer.Dispose();
        return text;
    }

    private static string? Model(HeaderSet set, KeyValuePair<string, string>[] headers, string[] names)
    {
        var lines = new List<string>();
        foreach (string name in names)
        {
            string[] values = [.. headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value)];
            if (values.Length != 1)
            {
                return null;
            }

            lines.Add(set.Pair is null ? Text(set, values[0]) : Text(set, name) + set.Pair + Text(set, values[0]));
        }

        return string.Join(set.Joiner, lines) + (set.EndsWithJoiner && lines.Count > 0 ? set.Joiner : "");
    }

    private static string Text(HeaderSet set, string text)
    {
        text = text.Trim(' ', '\t');
        while (set.CollapsesBlanks && text.Contains("  ", StringComparison.Ordinal))
        {
            text = text.Replace("  ", " ", StringComparison.Ordinal);
        }

        text = set.ValuesInLowerCase ? string.Concat(text.Select(c => char.IsAscii(c) ? char.ToLowerInvariant(c) : c)) : text;
        return set.IsPercentEncoded ? Uri.EscapeDataString(text) : text;
    }
}
