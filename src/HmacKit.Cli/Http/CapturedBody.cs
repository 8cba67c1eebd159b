using System.Buffers;
using System.Globalization;
using System.Text;

namespace HmacKit.Cli;

/// <summary>The body of a captured request: as long as its headers say, or to the end of the file if they don't (RFC 9112 sections 6 and 7).</summary>
internal static class CapturedBody
{
    private const int MaxChunkLine = 1024;

    /// <summary>Reads it; of a body over <paramref name="maxBytes"/>, one byte more than that.</summary>
    /// <exception cref="CommandException">It is cut off, or its length is ambiguous.</exception>
    public static ReadOnlyMemory<byte> Read(ByteSource source, RequestHead head, int maxBytes, Action<string> warn)
    {
        string? length = head.GetSingle("Content-Length");
        string? coding = head.GetSingle("Transfer-Encoding");
        if (length is not null && coding is not null)
        {
            throw new CommandException("the request has Content-Length and Transfer-Encoding, so where its body ends is ambiguous.");
        }

        var body = new ArrayBufferWriter<byte>();
        if (coding is not null)
        {
            ReadChunked(source, coding, maxBytes, body);
        }
        else if (length is not null)
        {
            ReadDeclared(source, length, maxBytes, body, warn);
        }
        else
        {
            source.ReadUpTo(maxBytes + 1L, body);
        }

        return body.WrittenMemory;
    }

    private static void ReadDeclared(ByteSource source, string text, int maxBytes, ArrayBufferWriter<byte> body, Action<string> warn)
    {
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long length))
        {
            throw new CommandException($"Content-Length isn't a number: {OneLine.Quote(text)}.");
        }

        long wanted = Math.Min(length, maxBytes + 1L);
        int read = source.ReadUpTo(wanted, body);
        if (read < wanted)
        {
            throw new CommandException($"the body is cut off: {read} bytes of the {length} that Content-Length says.");
        }

        if (length > maxBytes)
        {
            return;
        }

        // An editor ends a file with a line break of its own, so that one isn't worth a word.
        var rest = new ArrayBufferWriter<byte>();
        source.ReadUpTo(3, rest);
        string extra = Encoding.Latin1.GetString(rest.WrittenSpan);
        if (extra is not ("" or "\n" or "\r\n"))
        {
            warn($"there is more in the file after the {length} bytes of the body that Content-Length says; it was left out.");
        }
    }

    private static void ReadChunked(ByteSource source, string coding, int maxBytes, ArrayBufferWriter<byte> body)
    {
        if (!string.Equals(coding, "chunked", StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandException($"Transfer-Encoding {OneLine.Quote(coding)} isn't supported; 'chunked' is.");
        }

        while (true)
        {
            long size = ReadChunkSize(source);
            if (size == 0)
            {
                ReadTrailers(source);
                return;
            }

            long wanted = Math.Min(size, maxBytes + 1L - body.WrittenCount);
            if (source.ReadUpTo(wanted, body) < wanted)
            {
                throw new CommandException("the body is cut off in the middle of a chunk.");
            }

            if (body.WrittenCount > maxBytes)
            {
                return;
            }

            if (source.ReadLine(MaxChunkLine, out byte[] line) != ByteSource.LineEnd.Newline || line.Length > 0)
            {
                throw new CommandException("a chunk of the body is longer than its size says.");
            }
        }
    }

    private static long ReadChunkSize(ByteSource source)
    {
        ByteSource.LineEnd end = source.ReadLine(MaxChunkLine, out byte[] bytes);
        string line = Encoding.Latin1.GetString(bytes);
        int extension = line.IndexOf(';', StringComparison.Ordinal);
        string digits = (extension < 0 ? line : line[..extension]).Trim(' ', '\t');
        if (end == ByteSource.LineEnd.Newline && digits.Length <= 15
            && long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long size))
        {
            return size;
        }

        throw new CommandException(end == ByteSource.LineEnd.EndOfFile && line.Length == 0
            ? "the body is cut off: its last chunk is missing."
            : $"the size of a chunk isn't a hex number: {OneLine.Quote(line)}. If the body was saved without its chunks, take the Transfer-Encoding header out.");
    }

    // A last chunk without the empty line behind it is what is left where a capture was trimmed.
    private static void ReadTrailers(ByteSource source)
    {
        int left = RequestHead.MaxBytes;
        byte[] line;
        do
        {
            ByteSource.LineEnd end = source.ReadLine(left, out line);
            if (end == ByteSource.LineEnd.TooLong)
            {
                throw new CommandException($"the headers after the body are over {RequestHead.MaxBytes} bytes.");
            }

            left -= line.Length;
        }
        while (line.Length > 0);
    }
}
