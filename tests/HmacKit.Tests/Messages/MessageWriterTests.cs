using System.Security.Cryptography;
using FsCheck.Fluent;

namespace HmacKit.Tests.Messages;

/// <summary>However a message is gathered, on the stack, in rented buffers or beside them, its bytes are the parts one after the other.</summary>
public class MessageWriterTests
{
    [Fact]
    public void Whatever_is_written_comes_out_in_order()
    {
        var piece =
            from length in Gen.Elements(0, 1, 7, 100, 500, 1024, 3000, 16 * 1024, (16 * 1024) + 1, 40_000)
            from how in Gen.Choose(0, 4)
            select (Length: length, How: how);
        var pieces = Gen.Choose(0, 8).SelectMany(count => piece.ArrayOf(count));
        Seeded.Holds(pieces, list =>
        {
            var expected = new List<byte>();
            var writer = new MessageWriter(stackalloc byte[64]);
            byte fill = 1;
            foreach ((int length, int how) in list)
            {
                byte[] bytes = new byte[length];
                Array.Fill(bytes, (byte)(fill++ % 127));
                string text = new('x', length);
                switch (how)
                {
                    case 0:
                        writer.Write(bytes);
                        break;
                    case 1:
                        bytes.CopyTo(writer.GetSpan(length));
                        writer.Advance(length);
                        break;
                    case 2:
                        writer.WriteBody(bytes);
                        break;
                    case 3:
                        Assert.True(writer.TryWriteAscii(text));
                        bytes = System.Text.Encoding.ASCII.GetBytes(text);
                        break;
                    default:
                        Assert.True(writer.TryWriteUtf8(text + "\u00fc"));
                        bytes = System.Text.Encoding.UTF8.GetBytes(text + "\u00fc");
                        break;
                }

                expected.AddRange(bytes);
            }

            Assert.Equal(expected, [.. writer.Head, .. writer.Body, .. writer.Tail]);
            writer.Dispose();
        }, tests: 100);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(900)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData((16 * 1024) - 1)]
    [InlineData(16 * 1024)]
    [InlineData((16 * 1024) + 1)]
    [InlineData(17 * 1024)]
    [InlineData(1024 * 1024)]
    public void A_tag_is_that_of_the_parts_put_together_at_every_body_size(int size)
    {
        byte[] body = new byte[size];
        new Random(size).NextBytes(body);
        foreach (SchemeCase item in SchemeCase.All)
        {
            RawRequest request = item.Sign(body: body);
            Assert.Contains(item.ExpectedSignature(request), request.Header(item.SignatureHeader), StringComparison.Ordinal);
            Assert.Equal(VerificationStatus.Valid, item.Verify(request));
        }
    }

    [Fact]
    public void Every_piece_of_a_message_may_be_larger_than_any_buffer()
    {
        SignatureScheme scheme = MessageOf.Scheme("{target}|{body}|{timestamp}");
        string target = "/" + new string('a', 100_000) + "\u00fc";
        var request = new RawRequest("GET", target, [], new byte[100_000]);
        byte[] expected = [.. System.Text.Encoding.UTF8.GetBytes(target + "|"), .. new byte[100_000], .. "|1766000000"u8];
        byte[] message = MessageOf.Bytes(scheme, request, new() { TimestampText = "1766000000" })!;
        Assert.Equal(SHA256.HashData(expected), SHA256.HashData(message));
    }

    [Fact]
    public void More_than_was_asked_for_can_not_be_taken()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            var writer = new MessageWriter(stackalloc byte[8]);
            _ = writer.GetSpan(4);
            writer.Advance(9);
        });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MessageWriter(stackalloc byte[8]).Advance(-1));
    }

    [Fact]
    public void Text_that_does_not_fit_its_encoding_is_refused_and_leaves_nothing_behind()
    {
        var writer = new MessageWriter(stackalloc byte[64]);
        writer.Write("a"u8);
        Assert.False(writer.TryWriteAscii("b\u00fc"));
        Assert.False(writer.TryWriteUtf8("b\uD800"));
        Assert.Equal("a"u8.ToArray(), writer.Head.ToArray());
    }
}
