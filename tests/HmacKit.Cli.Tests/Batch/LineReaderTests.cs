using System.Text;

namespace HmacKit.Cli.Tests.Batch;

public class LineReaderTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\n", new[] { "a" })]
    [InlineData("a\r\nb\n\nc", new[] { "a", "b", "", "c" })]
    [InlineData("\n\n", new[] { "", "" })]
    [InlineData("a\rb\r\n", new[] { "a\rb" })]
    public void Lines_end_with_a_line_feed_and_maybe_a_carriage_return_before_it(string text, string[] lines)
    {
        Assert.Equal(lines, Read(text, maxLength: 100, chunk: 100));
        Assert.Equal(lines, Read(text, maxLength: 100, chunk: 1));
    }

    [Theory]
    [InlineData("12345\n", new[] { "12345" })]
    [InlineData("12345\r\nx", new[] { "12345", "x" })]
    [InlineData("12345", new[] { "12345" })]
    [InlineData("123456\nx", new[] { "!", "x" })]
    [InlineData("123456\r\nx\n", new[] { "!", "x" })]
    [InlineData("123456", new[] { "!" })]
    [InlineData("1234567890123456789\n12345\n123456789", new[] { "!", "12345", "!" })]
    public void A_line_over_the_limit_is_passed_over_to_its_end(string text, string[] lines)
    {
        for (int chunk = 1; chunk < 9; chunk++)
        {
            Assert.Equal(lines, Read(text, maxLength: 5, chunk));
        }
    }

    [Fact]
    public void Lines_of_all_lengths_around_the_buffers_size_come_out_whole()
    {
        string[] lines = [.. Enumerable.Range(0, 100).Select(i => new string((char)('a' + (i % 26)), i * 997 % 200_000))];
        Assert.Equal(lines, Read(string.Join('\n', lines) + "\n", maxLength: 1_000_000, chunk: 70_000));
    }

    [Fact]
    public async Task An_over_long_line_in_a_batch_is_an_error_and_the_rest_still_runs()
    {
        string input = "{\"id\":1," + new string(' ', 200) + "}\n{\"id\":2}\n";
        using var output = new MemoryStream();
        var terminal = new Terminal(new MemoryStream(Encoding.UTF8.GetBytes(input)), output, TextWriter.Null, TimeProvider.System, _ => null);
        var run = new BatchRun(terminal, maxLineLength: 100);

        Assert.Equal(0, await run.RunAsync("-", (_, _) => new ValueTask<string?>("seen")));
        terminal.Output.Flush();
        Assert.Equal(
            "{\"id\":null,\"error\":\"line 1: longer than 100 bytes\"}\n{\"id\":2,\"error\":\"line 2: seen\"}\n",
            Encoding.UTF8.GetString(output.ToArray()));
    }

    private static List<string> Read(string text, int maxLength, int chunk)
    {
        using var stream = new ChunkedStream(Encoding.UTF8.GetBytes(text), chunk);
        var reader = new LineReader(stream, maxLength, () => { });
        var lines = new List<string>();
        while (reader.TryRead(out ReadOnlyMemory<byte> line))
        {
            lines.Add(reader.IsTooLong ? "!" : Encoding.UTF8.GetString(line.Span));
        }

        return lines;
    }

    private sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, chunk));
    }
}
