using System.Text;

namespace HmacKit.Tests.StructuredFields;

/// <summary>Structured field values, by the examples of RFC 9651 and by what they must not do with rubbish.</summary>
public class StructuredFieldTests
{
    /// <summary>Examples of RFC 9651 (sections 3.1 to 3.3) and RFC 9421 (section 2.1.1), and the canonical form of each.</summary>
    [Theory]
    [InlineData("en=\"Applepie\", da=:w4ZibGV0w6ZydGU=:", "en=\"Applepie\", da=:w4ZibGV0w6ZydGU=:")]
    [InlineData("a=?0, b, c; foo=bar", "a=?0, b, c;foo=bar")]
    [InlineData("rating=1.5, feelings=(joy sadness)", "rating=1.5, feelings=(joy sadness)")]
    [InlineData("a=(1 2), b=3, c=4;aa=bb, d=(5 6);valid", "a=(1 2), b=3, c=4;aa=bb, d=(5 6);valid")]
    [InlineData("foo=1, bar=2", "foo=1, bar=2")]
    [InlineData("  a=1,    b=2;x=1;y=2,   c=(a   b   c)", "a=1, b=2;x=1;y=2, c=(a b c)")]
    [InlineData("a=1 ,\tb=?1", "a=1, b")]
    [InlineData("a=0042, b=-0, c=1.500, d=-0.0", "a=42, b=0, c=1.5, d=0.0")]
    [InlineData("a=@1659578233, b=%\"This is intended for display to %c3%bcsers.\"", "a=@1659578233, b=%\"This is intended for display to %c3%bcsers.\"")]
    [InlineData("a=\"with \\\"quotes\\\" and \\\\\"", "a=\"with \\\"quotes\\\" and \\\\\"")]
    [InlineData("", "")]
    public void A_dictionary_has_one_canonical_form(string text, string canonical)
    {
        List<KeyValuePair<string, StructuredMember>>? members = StructuredReader.ReadDictionary(text);
        Assert.NotNull(members);
        Assert.Equal(canonical, StructuredText.OfDictionary(members));
    }

    [Theory]
    [InlineData("sugar, tea, rum", "sugar, tea, rum")]
    [InlineData("(\"foo\" \"bar\"), (\"baz\"), (\"bat\" \"one\"), ()", "(\"foo\" \"bar\"), (\"baz\"), (\"bat\" \"one\"), ()")]
    [InlineData("(\"foo\"; a=1;b=2);lvl=5, (\"bar\" \"baz\");lvl=1", "(\"foo\";a=1;b=2);lvl=5, (\"bar\" \"baz\");lvl=1")]
    [InlineData("abc;a=1;b=2; cde_456, (ghi;jk=4 l);q=\"9\";r=w", "abc;a=1;b=2;cde_456, (ghi;jk=4 l);q=\"9\";r=w")]
    public void A_list_has_one_canonical_form(string text, string canonical)
    {
        List<StructuredMember>? members = StructuredReader.ReadList(text);
        Assert.NotNull(members);
        Assert.Equal(canonical, StructuredText.OfList(members));
    }

    [Theory]
    [InlineData("foo123/456", "foo123/456")]
    [InlineData("text/html;charset=utf-8", "text/html;charset=utf-8")]
    [InlineData("999999999999999", "999999999999999")]
    [InlineData("123456789012.123", "123456789012.123")]
    [InlineData("?1", "?1")]
    public void An_item_has_one_canonical_form(string text, string canonical)
    {
        StructuredItem? item = StructuredReader.ReadItem(text);
        Assert.NotNull(item);
        Assert.Equal(canonical, StructuredText.Of(item));
    }

    [Theory]
    [InlineData("a=1, a=2")]
    [InlineData("a=1;b=1;b=2")]
    [InlineData("a=1,")]
    [InlineData(",a=1")]
    [InlineData("a=1 b=2")]
    [InlineData("A=1")]
    [InlineData("a=(1 2")]
    [InlineData("a=(1,2)")]
    [InlineData("a=((1))")]
    [InlineData("a=\"open")]
    [InlineData("a=\"bad \\escape\"")]
    [InlineData("a=\"caf\u00e9\"")]
    [InlineData("a=:YQ:")]
    [InlineData("a=:YR==:")]
    [InlineData("a=:Y Q=:")]
    [InlineData("a=:YQ==")]
    [InlineData("a=1000000000000000")]
    [InlineData("a=1234567890123.1")]
    [InlineData("a=1.2345")]
    [InlineData("a=1.")]
    [InlineData("a=--1")]
    [InlineData("a=?2")]
    [InlineData("a=@1.5")]
    [InlineData("a=%\"%C3%BC\"")]
    [InlineData("a=%\"%ff\"")]
    [InlineData("a=\0")]
    public void What_is_no_dictionary_is_refused(string text) => Assert.Null(StructuredReader.ReadDictionary(text));

    [Fact]
    public void More_members_parameters_or_characters_than_the_bounds_are_refused()
    {
        Assert.NotNull(StructuredReader.ReadDictionary(Members(StructuredReader.MaxMembers)));
        Assert.Null(StructuredReader.ReadDictionary(Members(StructuredReader.MaxMembers + 1)));
        Assert.NotNull(StructuredReader.ReadItem("a" + Parameters(StructuredReader.MaxParameters)));
        Assert.Null(StructuredReader.ReadItem("a" + Parameters(StructuredReader.MaxParameters + 1)));
        Assert.Null(StructuredReader.ReadItem(new string('a', StructuredReader.MaxLength + 1)));
        Assert.Null(StructuredReader.ReadDictionary(new string(' ', StructuredReader.MaxLength + 1)));

        static string Members(int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => $"a{i}"));
        static string Parameters(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $";a{i}"));
    }

    /// <summary>Whatever comes is refused or read, and what is read means the same once it is written and read again.</summary>
    [Fact]
    public void Any_text_is_refused_or_keeps_its_meaning()
    {
        const string alphabet = "ab=1,;() \t\"\\:?@%-.0Aa*Q/=\u00e9\0";
        var random = new Random(20_251_217);
        int read = 0;
        for (int i = 0; i < 200_000; i++)
        {
            var text = new StringBuilder();
            for (int length = random.Next(12); length > 0; length--)
            {
                text.Append(alphabet[random.Next(alphabet.Length)]);
            }

            if (StructuredReader.ReadDictionary(text.ToString()) is { } members)
            {
                read++;
                string once = StructuredText.OfDictionary(members);
                Assert.Equal(once, StructuredText.OfDictionary(StructuredReader.ReadDictionary(once)!));
            }

            if (StructuredReader.ReadList(text.ToString()) is { } list)
            {
                string once = StructuredText.OfList(list);
                Assert.Equal(once, StructuredText.OfList(StructuredReader.ReadList(once)!));
            }
        }

        Assert.True(read > 5_000, $"only {read} texts were dictionaries");
    }
}
