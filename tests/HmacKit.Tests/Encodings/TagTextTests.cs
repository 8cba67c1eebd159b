using System.Text;
using FsCheck.Fluent;

namespace HmacKit.Tests.Text;

/// <summary>A tag has exactly one spelling in each encoding, so a signature can't be varied without becoming wrong.</summary>
public class TagTextTests
{
    private static readonly byte[] Tag = [.. Enumerable.Range(0, 32).Select(i => (byte)(0xFB - (5 * i)))];

    public static TheoryData<TagEncoding, int> Shapes => new()
    {
        { TagEncoding.Hex, 20 }, { TagEncoding.Hex, 32 }, { TagEncoding.Hex, 48 }, { TagEncoding.Hex, 64 },
        { TagEncoding.Base64, 20 }, { TagEncoding.Base64, 32 }, { TagEncoding.Base64, 48 }, { TagEncoding.Base64, 64 },
        { TagEncoding.Base64Url, 20 }, { TagEncoding.Base64Url, 32 }, { TagEncoding.Base64Url, 48 }, { TagEncoding.Base64Url, 64 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_tag_is_written_as_the_framework_does_and_read_back(TagEncoding encoding, int size)
    {
        Seeded.Holds(Any.Bytes(255).Where(bytes => bytes.Length >= size).Select(bytes => bytes[..size]), tag =>
        {
            string text = Encode(encoding, tag);
            Assert.Equal(Reference(encoding, tag), text);
            Assert.Equal(text.Length, TagText.Length(encoding, size));
            byte[] read = new byte[size];
            Assert.True(TagText.TryDecode(encoding, text, read));
            Assert.Equal(tag, read);
        }, tests: 50);
    }

    [Theory]
    [InlineData(20, "=")]
    [InlineData(32, "=")]
    [InlineData(48, "")]
    [InlineData(64, "==")]
    public void Padded_base64url_ends_in_its_padding_and_is_read_back_with_no_other(int size, string padding)
    {
        byte[] tag = [.. Tag, .. Tag];
        tag = tag[..size];
        string bare = Encode(TagEncoding.Base64Url, tag);
        Assert.Equal(bare + padding, Encode(TagEncoding.Base64UrlPadded, tag));
        byte[] read = new byte[size];
        Assert.True(TagText.TryDecode(TagEncoding.Base64UrlPadded, bare + padding, read));
        Assert.Equal(tag, read);
        Assert.False(TagText.TryDecode(TagEncoding.Base64UrlPadded, bare + padding + "=", read));
        Assert.Equal(padding.Length == 0, TagText.TryDecode(TagEncoding.Base64UrlPadded, bare, read));
    }

    [Theory]
    [InlineData(TagEncoding.Hex)]
    [InlineData(TagEncoding.HexUpper)]
    public void Hex_has_the_case_of_its_encoding_and_no_character_but_digits(TagEncoding encoding)
    {
        string text = Encode(encoding, Tag);
        byte[] read = new byte[Tag.Length];
        Assert.True(TagText.TryDecode(encoding, text, read));
        Assert.False(TagText.TryDecode(encoding, encoding == TagEncoding.Hex ? text.ToUpperInvariant() : text.ToLowerInvariant(), read));
        Assert.False(TagText.TryDecode(encoding, text[..^1] + "g", read));
        Assert.False(TagText.TryDecode(encoding, text[..^2] + "zz", read));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void No_other_text_of_one_changed_character_gives_the_same_tag(TagEncoding encoding, int size)
    {
        byte[] tag = [.. Tag, .. Tag];
        tag = tag[..size];
        string text = Encode(encoding, tag);
        byte[] read = new byte[size];
        for (int i = 0; i < text.Length; i++)
        {
            for (char c = '\0'; c < 0x100; c++)
            {
                string changed = text[..i] + c + text[(i + 1)..];
                bool isSame = TagText.TryDecode(encoding, changed, read) && read.AsSpan().SequenceCompareTo(tag) == 0;
                Assert.True(isSame == (c == text[i]), $"'{changed}' is read as '{text}'");
            }
        }
    }

    [Fact]
    public void Upper_case_hex_is_refused()
    {
        string text = Convert.ToHexStringLower(Tag);
        Assert.True(Decodes(TagEncoding.Hex, text));
        Assert.False(Decodes(TagEncoding.Hex, text.ToUpperInvariant()));
        Assert.False(Decodes(TagEncoding.Hex, text[..2].ToUpperInvariant() + text[2..]));
    }

    [Fact]
    public void Base64_needs_its_padding_and_base64url_must_have_none()
    {
        string base64 = Convert.ToBase64String(Tag);
        string base64Url = base64.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        Assert.EndsWith("=", base64, StringComparison.Ordinal);
        Assert.True(Decodes(TagEncoding.Base64, base64));
        Assert.False(Decodes(TagEncoding.Base64, base64[..^1]));
        Assert.True(Decodes(TagEncoding.Base64Url, base64Url));
        Assert.False(Decodes(TagEncoding.Base64Url, base64Url + "="));
        Assert.False(Decodes(TagEncoding.Base64Url, base64Url + "%"));
    }

    [Fact]
    public void Base64_whose_last_character_has_spare_bits_set_is_refused()
    {
        string base64 = Convert.ToBase64String(Tag);
        char last = base64[^2];
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        int value = alphabet.IndexOf(last, StringComparison.Ordinal);
        Assert.Equal(0, value & 3);
        for (int spare = 1; spare <= 3; spare++)
        {
            Assert.False(Decodes(TagEncoding.Base64, $"{base64[..^2]}{alphabet[value | spare]}="));
            Assert.False(Decodes(TagEncoding.Base64Url, $"{base64[..^2]}{alphabet[value | spare]}".Replace('+', '-').Replace('/', '_')));
        }
    }

    [Theory]
    [InlineData(TagEncoding.Hex)]
    [InlineData(TagEncoding.Base64)]
    [InlineData(TagEncoding.Base64Url)]
    public void Text_of_another_length_with_blanks_or_outside_ASCII_is_refused(TagEncoding encoding)
    {
        string text = Encode(encoding, Tag);
        string[] wrong =
        [
            "", text[1..], text[..^1], text + text[^1], text + text, " " + text, text + " ", " " + text[1..], text[..^1] + "\n",
            text[..10] + " " + text[11..], "\u00FC" + text[1..], "\uFF11" + text[1..], "\uD83D" + text[1..], new string('=', text.Length),
        ];
        Assert.All(wrong, item => Assert.False(Decodes(encoding, item), item));
    }

    [Theory]
    [InlineData("hex", true)]
    [InlineData("base64", true)]
    [InlineData("base64url", true)]
    [InlineData("Hex", false)]
    [InlineData("hexupper", false)]
    [InlineData("", false)]
    public void Encodings_have_these_names_in_templates(string name, bool isKnown) => Assert.Equal(isKnown, TagEncodings.TryParse(name, out _));

    [Theory]
    [InlineData("X-Signature", true)]
    [InlineData("x_1!#$%&'*+.^`|~", true)]
    [InlineData("", false)]
    [InlineData("X Signature", false)]
    [InlineData("X-Signature:", false)]
    [InlineData("X-Sign\r\n", false)]
    [InlineData("\u00FC", false)]
    public void A_header_name_is_a_token(string name, bool isToken) => Assert.Equal(isToken, HttpToken.IsValid(name));

    private static bool Decodes(TagEncoding encoding, string text) => TagText.TryDecode(encoding, text, new byte[Tag.Length]);

    private static string Encode(TagEncoding encoding, byte[] tag)
    {
        Span<byte> text = stackalloc byte[TagText.MaxTextLength];
        return Encoding.ASCII.GetString(text[..TagText.Encode(encoding, tag, text)]);
    }

    private static string Reference(TagEncoding encoding, byte[] tag) => encoding switch
    {
        TagEncoding.Hex => Convert.ToHexString(tag).ToLowerInvariant(),
        TagEncoding.Base64 => Convert.ToBase64String(tag),
        _ => Convert.ToBase64String(tag).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
    };
}
