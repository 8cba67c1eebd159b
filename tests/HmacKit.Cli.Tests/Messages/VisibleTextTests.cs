using System.Text;

namespace HmacKit.Cli.Tests.Messages;

public class VisibleTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("abc", "abc\n")]
    [InlineData("a b", "a·b\n")]
    [InlineData("a\nb", "a␊\nb\n")]
    [InlineData("a\n", "a␊\n")]
    [InlineData("\n\n", "␊\n␊\n")]
    [InlineData("a\r\nb\tc", "a␍␊\nb␉c\n")]
    [InlineData("\0\u0001\u001b[31m\u007f", "␀␁␛[31m␡\n")]
    [InlineData("é漢字😀🇩🇪", "é漢字😀🇩🇪\n")]
    [InlineData("a\u00a0b\u200b\u202e\ufeff\u2028", "a<U+00A0>b<U+200B><U+202E><U+FEFF><U+2028>\n")]
    [InlineData("\u0085\ue000\U000e0001", "<U+0085><U+E000><U+E0001>\n")]
    [InlineData("·␊", "<U+00B7><U+240A>\n")]
    public void Nothing_in_it_is_invisible_or_ambiguous(string text, string expected)
    {
        Assert.Equal(expected, Write(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_shown_as_bytes()
    {
        Assert.Equal("a<0xFF>b<0xC3><0xF0><0x9F><0x98>\n", Write([(byte)'a', 0xFF, (byte)'b', 0xC3, 0xF0, 0x9F, 0x98]));
    }

    [Fact]
    public void A_hex_dump_has_offset_bytes_and_printable_ASCII()
    {
        using var stream = new MemoryStream();
        var output = new OutputBuffer(stream);
        HexDump.Write([.. "0123456789abcdef~\n\x7f"u8, 0x00, 0xC3, 0xA9], output);
        output.Flush();

        // As hexdump -C prints it.
        Assert.Equal(
            "00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|\n"
            + "00000010  7e 0a 7f 00 c3 a9                                 |~.....|\n",
            Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static string Write(byte[] bytes)
    {
        using var stream = new MemoryStream();
        var output = new OutputBuffer(stream);
        VisibleLines.Write(bytes, output);
        output.Flush();
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
