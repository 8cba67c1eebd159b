using System.Text;
using System.Text.RegularExpressions;
using System.Web;
using FsCheck;
using FsCheck.Fluent;

namespace HmacKit.Tests.Catalog;

/// <summary>What AWS and OAuth 1.0 sign of paths and parameters, beside the framework and a model of strings, on texts from a fixed seed.</summary>
public partial class CanonicalTextPropertyTests
{
    private static readonly Gen<string> Text = Any.Joined(12, "a", "Z", "0", "~", "/", "+", "%41", "%2b", "%2F", "%C3%A4", "ä", "😀", " ", "*", "%", "%4", "%zz", "[");

    private static readonly Gen<string> Query = Any.Joined(16, "a", "b", "=", "&", "&", "&a=", "&b=1", "&a=1", "&a=2", "+", "%41", "%2b", "%26", "%3D", "ä", "~", "*", "%", "%zz", "\ud800");

    [Fact]
    public void A_text_is_encoded_as_the_framework_does() => Seeded.Holds(
        Text,
        text =>
        {
            Assert.Equal(Uri.EscapeDataString(text), CanonicalText.Encode(text, isDecoded: false));
            Assert.Equal(Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal), CanonicalText.Encode(text, isDecoded: false, keepsSlash: true));
        },
        tests: 2000);

    [Fact]
    public void An_encoded_text_is_encoded_anew_and_half_an_escape_refused() => Seeded.Holds(
        Text,
        text => Assert.Equal(HalfEscape().IsMatch(text) ? null : Anew(text.Replace("+", "%2B", StringComparison.Ordinal)), CanonicalText.Encode(text, isDecoded: true)),
        tests: 2000);

    [Fact]
    public void A_text_that_has_half_a_pair_is_none() => Assert.Null(CanonicalText.Encode("a\ud800", isDecoded: false));

    [Fact]
    public void Parameters_are_those_that_splitting_decoding_and_sorting_strings_gives() => Seeded.Holds(
        from query in Query from removed in Gen.Elements("a", "b", "") select (query, removed),
        one =>
        {
            using var parameters = new CanonicalParameters();
            bool isTaken = parameters.TryAddQuery("/?" + one.query);
            parameters.Remove(Encoding.ASCII.GetBytes(one.removed));
            parameters.Sort();
            Assert.Equal(Model(one.query, one.removed), isTaken ? parameters.ToString() : null);
        },
        tests: 5000);

    [Fact]
    public void Decoded_parameters_are_the_bytes_that_the_encoded_ones_stand_for() => Seeded.Holds(
        Query,
        query =>
        {
            using var encoded = new CanonicalParameters();
            using var decoded = new CanonicalParameters(isEncoded: false);
            bool isTaken = encoded.TryAddQuery("/?" + query);
            Assert.Equal(isTaken, decoded.TryAddQuery("/?" + query));
            Assert.Equal(encoded.Count, decoded.Count);
            for (int i = 0; i < encoded.Count; i++)
            {
                Assert.Equal(HttpUtility.UrlDecodeToBytes(encoded.Name(i).ToArray()), decoded.Name(i).ToArray());
                Assert.Equal(HttpUtility.UrlDecodeToBytes(encoded.Value(i).ToArray()), decoded.Value(i).ToArray());
            }
        },
        tests: 2000);

    [Theory]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public void More_than_1024_parameters_are_refused(int count, bool isTaken)
    {
        using var parameters = new CanonicalParameters();
        Assert.Equal(isTaken, parameters.TryAdd(Encoding.ASCII.GetBytes(string.Join("&&", Enumerable.Repeat("a=1", count)))));
    }

    private static string? Model(string query, string removed)
    {
        string[][] pairs = [.. query.Split('&').Where(pair => pair.Length > 0).Select(pair => pair.Split('=', 2))];
        return query.Contains('\ud800', StringComparison.Ordinal) || pairs.Any(pair => pair.Any(HalfEscape().IsMatch)) ? null : string.Join('&', pairs
            .Select(pair => (Name: Anew(pair[0]), Value: Anew(pair.ElementAtOrDefault(1) ?? "")))
            .Where(pair => pair.Name != removed)
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}"));
    }

    /// <summary>Decoded, with a plus for a blank, and encoded again, byte by byte.</summary>
    private static string Anew(string text) =>
        string.Concat(HttpUtility.UrlDecodeToBytes(Encoding.UTF8.GetBytes(text)).Select(b => b < 128 && Unreserved().IsMatch(((char)b).ToString()) ? ((char)b).ToString() : $"%{b:X2}"));

    [GeneratedRegex("%(?![0-9A-Fa-f]{2})")]
    private static partial Regex HalfEscape();

    [GeneratedRegex("[A-Za-z0-9._~-]")]
    private static partial Regex Unreserved();
}
