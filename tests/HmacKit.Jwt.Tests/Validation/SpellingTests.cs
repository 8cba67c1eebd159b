using HmacKit.Jwt.Tests.Fixtures;

namespace HmacKit.Jwt.Tests.Validation;

/// <summary>A token has one spelling: whatever differs from it in any place is another token, and refused.</summary>
public class SpellingTests
{
    private readonly House _house = new();
    private readonly string _token = Forge.Token(House.Payload(("x", "1")));

    [Fact]
    public async Task No_bit_of_a_token_can_be_flipped()
    {
        Assert.Equal(UserTokenStatus.Valid, await _house.StatusOf(_token));
        for (int i = 0; i < _token.Length; i++)
        {
            for (int bit = 0; bit < 16; bit++)
            {
                char[] changed = _token.ToCharArray();
                changed[i] ^= (char)(1 << bit);
                Assert.NotEqual(UserTokenStatus.Valid, await _house.StatusOf(new string(changed)));
            }
        }
    }

    [Fact]
    public async Task A_token_that_is_cut_off_anywhere_is_refused()
    {
        for (int length = 0; length < _token.Length; length++)
        {
            Assert.NotEqual(UserTokenStatus.Valid, await _house.StatusOf(_token[..length]));
            Assert.NotEqual(UserTokenStatus.Valid, await _house.StatusOf(_token[(length + 1)..]));
        }
    }

    [Fact]
    public async Task No_character_can_be_put_in_or_doubled_anywhere()
    {
        for (int i = 0; i <= _token.Length; i++)
        {
            foreach (char c in "A.= \n\0%+/" + (i < _token.Length ? _token[i] : '-'))
            {
                Assert.NotEqual(UserTokenStatus.Valid, await _house.StatusOf(_token.Insert(i, c.ToString())));
            }
        }
    }

    [Fact]
    public async Task Spare_bits_of_a_signature_must_be_zero()
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = Alphabet.IndexOf(_token[^1]);
        Assert.Equal(0, last & 3);
        for (int spare = 1; spare < 4; spare++)
        {
            // A lenient decoder reads the same 32 bytes out of all four.
            Assert.Equal(Forge.Decode(_token.Split('.')[2]), Forge.Decode(_token.Split('.')[2][..^1] + Alphabet[last | spare]));
            await _house.Refuses(UserTokenStatus.Malformed, _token[..^1] + Alphabet[last | spare]);
        }
    }

    [Theory]
    [InlineData("""{"alg":"HS256","kid":"2026-02"}""", 1)]
    [InlineData("""{"alg":"HS256","kid":"2026-02" }""", 2)]
    public async Task Spare_bits_of_a_header_must_be_zero_even_if_they_are_signed(string header, int bytesOver)
    {
        Assert.Equal(bytesOver, header.Length % 3);
        string encoded = Forge.Encode(header);
        string changed = encoded[..^1] + (char)(encoded[^1] + 1);
        Assert.Equal(UserTokenStatus.Valid, await _house.StatusOf(Forge.Sign(encoded + "." + Forge.Encode(House.Payload()))));

        await _house.Refuses(UserTokenStatus.Malformed, Forge.Sign(changed + "." + Forge.Encode(House.Payload())));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Spare_bits_of_a_payload_must_be_zero_even_if_they_are_signed(int bytesOver)
    {
        string payload = House.Payload();
        payload += new string(' ', (3 + bytesOver - (payload.Length % 3)) % 3);
        string encoded = Forge.Encode(payload);
        string changed = encoded[..^1] + (char)(encoded[^1] + 1);
        Assert.Equal(UserTokenStatus.Valid, await _house.StatusOf(Forge.Sign(Forge.Encode(Forge.Header) + "." + encoded)));

        await _house.Refuses(UserTokenStatus.Malformed, Forge.Sign(Forge.Encode(Forge.Header) + "." + changed));
    }

    [Theory]
    [InlineData("=")]
    [InlineData("==")]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("A")]
    [InlineData("%3D")]
    public async Task Padding_and_blanks_are_refused_in_each_part_even_if_they_are_signed(string more)
    {
        string header = Forge.Encode(Forge.Header);
        string payload = Forge.Encode(House.Payload());

        await _house.Refuses(UserTokenStatus.Malformed, Forge.Sign(header + more + "." + payload));
        await _house.Refuses(UserTokenStatus.Malformed, Forge.Sign(header + "." + payload + more));
        await _house.Refuses(UserTokenStatus.Malformed, Forge.Sign(header + "." + payload) + more);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("a.b.c")]
    [InlineData("Bearer ")]
    [InlineData("null")]
    [InlineData("\ud800\udc00.\ud800.\udc00")]
    public async Task What_is_no_token_is_malformed(string? text) => await _house.Refuses(UserTokenStatus.Malformed, text);

    [Fact]
    public async Task The_word_Bearer_isnt_part_of_a_token() => await _house.Refuses(UserTokenStatus.Malformed, "Bearer " + _token);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_part_can_be_left_out_or_empty(int part)
    {
        string[] parts = _token.Split('.');
        await _house.Refuses(UserTokenStatus.Malformed, string.Join('.', parts.Where((_, i) => i != part)));
        parts[part] = "";
        await _house.Refuses(UserTokenStatus.Malformed, string.Join('.', parts));
    }

    [Fact]
    public async Task A_token_has_at_most_8192_characters()
    {
        string Filled(int length) => Forge.Token(House.Payload(("x", House.Text(new string('x', length)))));

        // Three characters of payload make four of the token.
        int fitting = (8192 - Filled(0).Length) / 4 * 3;
        while (Filled(fitting).Length <= 8192)
        {
            fitting++;
        }

        Assert.InRange(Filled(fitting - 1).Length, 8190, 8192);
        Assert.Equal(UserTokenStatus.Valid, await _house.StatusOf(Filled(fitting - 1)));
        await _house.Refuses(UserTokenStatus.TooLong, Filled(fitting));
    }

    [Theory]
    [InlineData('.')]
    [InlineData('A')]
    [InlineData('{')]
    [InlineData('\0')]
    [InlineData('\ud800')]
    public async Task A_text_of_a_megabyte_is_refused_by_its_length(char c) =>
        await _house.Refuses(UserTokenStatus.TooLong, new string(c, 1024 * 1024));

    [Fact]
    public async Task The_greatest_length_can_be_set()
    {
        var exact = new House(options => options.MaxTokenLength = _token.Length);
        Assert.Equal(UserTokenStatus.Valid, await exact.StatusOf(_token));
        var less = new House(options => options.MaxTokenLength = _token.Length - 1);
        await less.Refuses(UserTokenStatus.TooLong, _token);
    }
}
