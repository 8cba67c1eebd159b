using System.Buffers;

namespace HmacKit.Cli;

/// <summary>Reads lines and then bytes from one stream, never more than it was told to.</summary>
internal sealed class ByteSource(Stream stream)
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>How a line ended.</summary>
    public enum LineEnd
    {
        Newline,
        EndOfFile,
        TooLong,
    }

    /// <summary>Reads up to the next line feed, which isn't part of the line, nor is a carriage return before it.</summary>
    /// <param name="maxLength">The most bytes that the line may have.</param>
    /// <param name="line">The line, as far as it was read.</param>
    public LineEnd ReadLine(int maxLength, out byte[] line)
    {
        var bytes = new ArrayBufferWriter<byte>();
        LineEnd end = ReadLine(maxLength, bytes);
        ReadOnlySpan<byte> read = bytes.WrittenSpan;
        line = end == LineEnd.Newline && read.EndsWith((byte)'\r') ? read[..^1].ToArray() : read.ToArray();
        return end;
    }

    /// <summary>Reads to the end, or <paramref name="count"/> bytes if there are more, behind what is in <paramref name="bytes"/>.</summary>
    public int ReadUpTo(long count, ArrayBufferWriter<byte> bytes)
    {
        int total = 0;
        while (total < count && Fill())
        {
            int length = (int)Math.Min(_end - _start, count - total);
            bytes.Write(_buffer.AsSpan(_start, length));
            _start += length;
            total += length;
        }

        return total;
    }

    private LineEnd ReadLine(int maxLength, ArrayBufferWriter<byte> bytes)
    {
        while (Fill())
        {
            ReadOnlySpan<byte> available = _buffer.AsSpan(_start, _end - _start);
            int newline = available.IndexOf((byte)'\n');
            int length = newline < 0 ? available.Length : newline;
            if (bytes.WrittenCount + length > maxLength)
            {
                return LineEnd.TooLong;
            }

            bytes.Write(available[..length]);
            _start += length;
            if (newline >= 0)
            {
                _start++;
                return LineEnd.Newline;
            }
        }

        return LineEnd.EndOfFile;
    }

    private bool Fill()
    {
        if (_start == _end)
        {
            _start = 0;
            _end = stream.Read(_buffer);
        }

        return _start < _end;
    }
}
