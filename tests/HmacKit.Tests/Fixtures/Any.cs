using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace HmacKit.Tests.Fixtures;

/// <summary>Generators of what a request consists of.</summary>
internal static class Any
{
    /// <summary>Bytes of any value.</summary>
    public static Gen<byte[]> Bytes(int maxLength) =>
        Gen.Choose(0, maxLength).SelectMany(length => Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(length));

    /// <summary>Text of the given characters.</summary>
    public static Gen<string> TextOf(string alphabet, int minLength, int maxLength) =>
        Gen.Choose(minLength, maxLength).SelectMany(length => Gen.Elements(alphabet.ToCharArray()).ArrayOf(length).Select(chars => new string(chars)));

    /// <summary>Text of the given pieces.</summary>
    public static Gen<string> Joined(int maxCount, params string[] pieces) =>
        Gen.Choose(0, maxCount).SelectMany(count => Gen.Elements(pieces).ArrayOf(count).Select(string.Concat));

    /// <summary>Letters, digits and what ids usually have, with nothing that any scheme uses as a delimiter.</summary>
    public static Gen<string> Token => TextOf("abcXYZ019-_", 1, 24);

    /// <summary>Any printable ASCII.</summary>
    public static Gen<string> Printable => TextOf(string.Concat(Enumerable.Range(' ', 95).Select(value => (char)value)), 1, 24);

    /// <summary>Unicode of all planes, with what sorts, escapes and encodes unusually more often than its share.</summary>
    public static Gen<string> Unicode => Gen.OneOf(
        Gen.Choose(0, 0x7F),
        Gen.Elements(0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF, 0xD7FF, 0x7F, 0x80, '"', '\\', '/', '\n', '&', '=', '+', '%'),
        Gen.Choose(0, 0x10FFFF).Where(Rune.IsValid)).Select(value => new Rune(value).ToString()).ArrayOf().Select(string.Concat);

    /// <summary>A query with names that differ: each character raw where it may be, percent-encoded, or, for a blank, as a plus.</summary>
    public static Gen<string> Query =>
        from pairs in (from name in Unicode from value in Unicode select (Name: name, Value: value)).ListOf()
        from style in Gen.Choose(0, 2)
        select string.Join('&', pairs.DistinctBy(pair => pair.Name)
            .Where(pair => pair.Name.Length + pair.Value.Length > 0)
            .Select(pair => $"{Encode(pair.Name, style)}={Encode(pair.Value, style)}"));

    /// <summary>A request target, with and without a query.</summary>
    public static Gen<string> Target =>
        from segments in Unicode.ListOf()
        from query in Query
        from mark in Gen.Elements("", "?")
        select "/" + string.Join('/', segments.Select(segment => Encode(segment, 0))) + (mark.Length == 0 ? "" : mark + query);

    public static Gen<string> Method => Gen.Elements("GET", "POST", "PUT", "DELETE", "PATCH");

    private static string Encode(string text, int style) => style switch
    {
        0 => Uri.EscapeDataString(text),
        1 => Regex.Replace(Uri.EscapeDataString(text).Replace("%20", "+"), "%..", match => match.Value.ToLowerInvariant()),
        _ => string.Concat(text.EnumerateRunes().Select(rune => rune.IsAscii ? Uri.EscapeDataString(rune.ToString()) : rune.ToString())),
    };
}
