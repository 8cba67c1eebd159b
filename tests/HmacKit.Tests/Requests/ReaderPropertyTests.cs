using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using FsCheck;
using FsCheck.Fluent;

namespace HmacKit.Tests.Requests;

/// <summary>The readers that look at queries, forms and JSON in place, beside those of the framework, on texts from a fixed seed.</summary>
public partial class ReaderPropertyTests
{
    private static readonly Gen<string> Piece = Gen.Elements("a", "A", "b", "ab", "=", "&", "+", "%41", "%61", "%2b", "%26", "%3D", "%", "%4", "%zz", "%C3%A4", "~", "-", "");

    private static readonly Gen<string> Text = Piece.ListOf().Select(pieces => string.Concat(pieces));

    [Fact]
    public void Percent_escapes_are_decoded_as_the_framework_does_and_half_ones_refused() => Seeded.Holds(
        Text,
        text =>
        {
            byte[] bytes = Encoding.Latin1.GetBytes(text);
            byte[] decoded = new byte[bytes.Length];
            bool isDecoded = PercentCode.TryDecode(bytes, plusIsBlank: true, decoded, out int written);
            Assert.Equal(!HalfEscape().IsMatch(text), isDecoded);
            if (isDecoded)
            {
                Assert.Equal(HttpUtility.UrlDecodeToBytes(bytes), decoded[..written]);
            }
        },
        tests: 2000);

    [Fact]
    public void Text_is_encoded_as_the_framework_does() => Seeded.Holds(
        Gen.Elements("a", "Z", "0", " ", "/", "~", "*", "'", "(", "!", "ä", "€", "😀", "\0", "%").ListOf().Select(pieces => string.Concat(pieces)),
        text =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            byte[] encoded = new byte[3 * bytes.Length];
            int written = PercentCode.Encode(bytes, blankAsPlus: false, keepsSlash: false, encoded);
            Assert.Equal(Uri.EscapeDataString(text), Encoding.ASCII.GetString(encoded, 0, written));
        },
        tests: 2000);

    [Fact]
    public void A_parameter_is_found_where_splitting_and_decoding_finds_it() => Seeded.Holds(
        Text,
        text =>
        {
            string[][] pairs = [.. text.Split('&').Where(pair => pair.Length > 0).Select(pair => pair.Split('=', 2))];
            string[][] exact = [.. pairs.Where(pair => DecodedName(pair[0]) == "a")];
            bool isInOtherCase = pairs.Any(pair => DecodedName(pair[0]) == "A");
            int expected = Math.Min(2, exact.Length == 1 && isInOtherCase ? 2 : exact.Length);
            Assert.Equal(expected, ParameterText.Find(text.AsSpan(), "a", out int start, out int length));
            if (expected == 1)
            {
                Assert.Equal(exact[0].ElementAtOrDefault(1) ?? "", text.Substring(start, length));
            }
        },
        tests: 5000);

    [Fact]
    public void A_member_of_JSON_is_found_where_the_framework_finds_it() => Seeded.Holds(
        from name in Gen.Elements("a", "b", "a/b", "~", "ä", "")
        from value in Gen.Elements("\"x\"", "\"\\u00e4\\n\"", "1.50", "true", "null", "{}", "[1]", "{\"a\":2}")
        from other in Gen.Elements("\"c\":1", "\"c\":{\"a\":3}", "\"d\":[{\"a\":4}]")
        from blank in Gen.Elements("", " ", "\r\n\t")
        from isFirst in Gen.Elements(true, false)
        from asked in Gen.Elements("a", "b", "a/b", "~", "ä", "", "c")
        select (Json: Object(name, value, other, blank, isFirst), Asked: asked),
        sample =>
        {
            JsonPointer pointer = JsonPointer.Parse("/" + sample.Asked.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal))!;
            byte[] json = Encoding.UTF8.GetBytes(sample.Json);
            JsonPointer.Outcome outcome = pointer.Find(json, out JsonSlice slice);
            using JsonDocument document = JsonDocument.Parse(json);
            bool isThere = document.RootElement.TryGetProperty(sample.Asked, out JsonElement value);
            Assert.Equal(isThere ? JsonPointer.Outcome.Found : JsonPointer.Outcome.Missing, outcome);
            if (isThere && slice.IsScalar)
            {
                byte[] copy = new byte[slice.Length];
                Assert.True(JsonShape.TryCopyText(json.AsSpan(slice.Start, slice.Length), copy, out int written));
                Assert.Equal(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText(), Encoding.UTF8.GetString(copy, 0, written));
            }
        },
        tests: 2000);

    [Fact]
    public void Members_are_found_alone_and_together_where_a_walk_through_the_tree_finds_them() => Seeded.Holds(
        from members in (from name in Gen.Elements("a", "b", "A", "c", "s", "\\u0061") from value in Gen.Elements("\"x\"", "1", "null", "{\"a\":1,\"b\":2}", "{\"a\":1,\"A\":2}", "{\"a\":1,\"a\":2}", "{\"A\":1}", "[1,2]", "[]", "[") select $"\"{name}\":{value}").ListOf()
        from pointers in Gen.Elements((string[])["/a", "/b"], ["/s/a", "/s/b", "/c"], ["/s/1", "/a"], ["/b/a", "/c/0"])
        select (Json: $"{{{string.Join(',', members)}}}", pointers),
        sample =>
        {
            byte[] json = Encoding.UTF8.GetBytes(sample.Json);
            JsonPointer[] pointers = [.. sample.pointers.Select(text => JsonPointer.Parse(text)!)];
            (JsonPointer.Outcome Outcome, string? Text)[] expected = [.. sample.pointers.Select(pointer => FindInTree(sample.Json, pointer))];
            foreach ((JsonPointer pointer, (JsonPointer.Outcome outcome, string? text)) in pointers.Zip(expected))
            {
                Assert.Equal(outcome, pointer.Find(json, out JsonSlice slice));
                Assert.Equal(text, slice.Length == 0 ? null : sample.Json.Substring(slice.Start, slice.Length));
            }

            var together = new JsonSlice[pointers.Length];
            bool isFound = !expected.Any(static found => found.Outcome == JsonPointer.Outcome.Malformed);
            Assert.Equal(isFound, JsonPointers.Of(pointers)!.TryFind(json, together));
            if (isFound)
            {
                Assert.Equal(expected.Select(static found => found.Text), together.Select(slice => slice.Length == 0 ? null : sample.Json.Substring(slice.Start, slice.Length)));
            }
        },
        tests: 5000);

    [Theory]
    [InlineData]
    [InlineData("/a", "/a/b")]
    [InlineData("/a/b", "/a")]
    [InlineData("/a", "/a")]
    public void Members_of_which_one_holds_another_are_not_found_together(params string[] pointers) =>
        Assert.Null(JsonPointers.Of([.. pointers.Select(text => JsonPointer.Parse(text)!)]));

    /// <summary>By the framework's tree: malformed is what is no JSON, and a name on the way that is there twice, whatever its case.</summary>
    private static (JsonPointer.Outcome Outcome, string? Text) FindInTree(string json, string pointer)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement element = document.RootElement;
            foreach (string step in pointer[1..].Split('/'))
            {
                bool isArray = element.ValueKind == JsonValueKind.Array;
                (string Name, JsonElement Value)[] members = isArray
                    ? [.. element.EnumerateArray().Select(static (value, i) => ($"{i}", value))]
                    : element.ValueKind == JsonValueKind.Object ? [.. element.EnumerateObject().Select(static member => (member.Name, member.Value))] : [];
                JsonElement[] exact = [.. members.Where(member => member.Name == step).Select(static member => member.Value)];
                if (exact.Length == 0)
                {
                    return (JsonPointer.Outcome.Missing, null);
                }

                if (members.Count(member => member.Name.Equals(step, StringComparison.OrdinalIgnoreCase)) > 1)
                {
                    return (JsonPointer.Outcome.Malformed, null);
                }

                element = exact[0];
            }

            return (JsonPointer.Outcome.Found, element.GetRawText());
        }
        catch (JsonException)
        {
            return (JsonPointer.Outcome.Malformed, null);
        }
    }

    private static string Object(string name, string value, string other, string blank, bool isFirst)
    {
        string member = $"{JsonSerializer.Serialize(name)}{blank}:{blank}{value}";
        return $"{blank}{{{blank}{(isFirst ? member : other)}{blank},{(isFirst ? other : member)}}}{blank}";
    }

    /// <summary>Names are compared byte by byte, and half an escape stands for itself.</summary>
    private static string DecodedName(string name) => HttpUtility.UrlDecode(name, Encoding.Latin1);

    [GeneratedRegex("%(?![0-9A-Fa-f]{2})")]
    private static partial Regex HalfEscape();
}
