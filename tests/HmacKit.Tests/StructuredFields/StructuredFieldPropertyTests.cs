using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace HmacKit.Tests.StructuredFields;

/// <summary>Structured fields that are built beside their canonical form, with all blanks that the RFC allows, on values from a fixed seed.</summary>
public class StructuredFieldPropertyTests
{
    /// <summary>A value as somebody writes it, and its one form.</summary>
    private static readonly Gen<(string Sent, string Canonical)> Bare = Gen.OneOf(
        from number in Gen.Choose(-99_999, 99_999)
        from zeros in Gen.Elements("", "0", "00")
        select ($"{(number < 0 ? "-" : "")}{zeros}{Math.Abs(number)}", number.ToString(CultureInfo.InvariantCulture)),
        from thousandths in Gen.Choose(-9_999_999, 9_999_999)
        let number = thousandths / 1000m
        select (number.ToString("0.000", CultureInfo.InvariantCulture), number.ToString("0.0##", CultureInfo.InvariantCulture)),
        from text in Any.Joined(8, "a", "Z", " ", "\"", "\\", ";", ",", "(", ")", "=", "~")
        let quoted = $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
        select (quoted, quoted),
        from bytes in Any.Bytes(40) let text = $":{Convert.ToBase64String(bytes)}:" select (text, text),
        from token in Gen.Elements("a", "*", "A/b:c", "text/html", "x-y_z.~", "t!#$%&'*+^`|") select (token, token),
        from truth in Gen.Elements("?0", "?1") select (truth, truth),
        from seconds in Gen.Choose(-99_999, 99_999) select ($"@{seconds}", $"@{seconds}"),
        from text in Any.Joined(6, "a", "ü", "€", "%", "\"", " ", "😀")
        let escaped = string.Concat(Encoding.UTF8.GetBytes(text).Select(b => b is >= 0x20 and <= 0x7e and not (byte)'%' and not (byte)'"' ? ((char)b).ToString() : $"%{b:x2}"))
        select ($"%\"{escaped}\"", $"%\"{escaped}\""));

    private static readonly Gen<(string Sent, string Canonical)> Parameters =
        from keys in Gen.Shuffle((string[])["a", "b1", "*", "key", "x-y_z."]).Select(keys => keys.ToArray())
        from values in Bare.ArrayOf(3)
        from blanks in Gen.Elements("", " ", "  ")
        from count in Gen.Choose(0, 3)
        let pairs = keys.Take(count).Zip(values, (key, value) => (Key: key, Value: value))
        select (string.Concat(pairs.Select(pair => $";{blanks}{pair.Key}={pair.Value.Sent}")),
            string.Concat(pairs.Select(pair => pair.Value.Canonical == "?1" ? $";{pair.Key}" : $";{pair.Key}={pair.Value.Canonical}")));

    private static readonly Gen<(string Sent, string Canonical)> Item =
        from value in Bare from parameters in Parameters select (value.Sent + parameters.Sent, value.Canonical + parameters.Canonical);

    private static readonly Gen<(string Sent, string Canonical)> Member = Gen.OneOf(
        Item,
        from items in Item.ArrayOf(3)
        from count in Gen.Choose(0, 3)
        from blanks in Gen.Elements(" ", "  ")
        from edge in Gen.Elements("", " ")
        from parameters in Parameters
        select ($"({edge}{string.Join(blanks, items.Take(count).Select(item => item.Sent))}{edge}){parameters.Sent}",
            $"({string.Join(' ', items.Take(count).Select(item => item.Canonical))}){parameters.Canonical}"));

    private static readonly Gen<string> Comma = Gen.Elements(",", ", ", " ,", "\t, \t");

    [Fact]
    public void An_item_is_written_in_its_one_form() =>
        Seeded.Holds(Item, item => Assert.Equal(item.Canonical, StructuredReader.ReadItem(item.Sent) is { } read ? StructuredText.Of(read) : null), tests: 3000);

    [Fact]
    public void A_list_is_written_in_its_one_form() => Seeded.Holds(
        from members in Member.ArrayOf(4) from count in Gen.Choose(0, 4) from comma in Comma select (Members: members.Take(count), comma),
        list => Assert.Equal(
            string.Join(", ", list.Members.Select(member => member.Canonical)),
            StructuredReader.ReadList(string.Join(list.comma, list.Members.Select(member => member.Sent))) is { } read ? StructuredText.OfList(read) : null),
        tests: 2000);

    [Fact]
    public void A_dictionary_is_written_in_its_one_form_unless_a_key_is_there_twice() => Seeded.Holds(
        from members in Member.ArrayOf(4)
        from keys in Gen.Elements("a", "b1", "*", "sig1", "x-y_z.").ArrayOf(4)
        from count in Gen.Choose(0, 4)
        from comma in Comma
        select (Members: members.Zip(keys).Take(count).ToArray(), comma),
        dictionary =>
        {
            string sent = string.Join(dictionary.comma, dictionary.Members.Select(member => $"{member.Second}={member.First.Sent}"));
            string canonical = string.Join(", ", dictionary.Members.Select(member => member.Second + (member.First.Canonical == "?1" || member.First.Canonical.StartsWith("?1;", StringComparison.Ordinal)
                ? member.First.Canonical[2..]
                : $"={member.First.Canonical}")));
            bool isRepeated = dictionary.Members.DistinctBy(member => member.Second).Count() < dictionary.Members.Length;
            Assert.Equal(isRepeated ? null : canonical, StructuredReader.ReadDictionary(sent) is { } read ? StructuredText.OfDictionary(read) : null);
        },
        tests: 3000);

    [Fact]
    public void Two_items_are_the_same_if_they_have_one_form() => Seeded.Holds(
        from first in Item from second in Gen.OneOf(Item, Gen.Constant(first)) select (first, second),
        pair => Assert.Equal(
            pair.first.Canonical == pair.second.Canonical,
            StructuredReader.ReadItem(pair.first.Sent)!.IsSame(StructuredReader.ReadItem(pair.second.Sent)!)),
        tests: 2000);
}
