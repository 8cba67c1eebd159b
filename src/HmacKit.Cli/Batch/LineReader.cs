namespace HmacKit.Cli;

/// <summary>Lines of a file of any size, one at a time, in one buffer of a bounded size.</summary>
internal sealed class LineReader(Stream stream, int maxLength, Action beforeReading)
{
    /// <summary>The longest line of a batch: 16 MiB.</summary>
    public const int DefaultMaxLength = 16 * 1024 * 1024;

    private const int FirstSize = 64 * 1024;

    private byte[] _buffer = new byte[Math.Min(FirstSize, maxLength + 2)];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>Whether the last line was over the limit; what came of it is its beginning.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The next line without its line break, good until the next call; false at the end.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> line)
    {
        IsTooLong = false;
        int searched = 0;
        while (true)
        {
            int newline = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                line = Take(searched + newline);
                _start++;
                return true;
            }

            searched = _end - _start;
            if (_isAtEnd)
            {
                line = Take(searched);
                return searched > 0;
            }

            // One byte more than the limit, for a carriage return.
            if (searched > maxLength + 1)
            {
                line = Take(searched);
                SkipLine();
                return true;
            }

            Fill();
        }
    }

    private ReadOnlyMemory<byte> Take(int length)
    {
        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, length);
        _start += length;
        line = line.Span.EndsWith((byte)'\r') ? line[..^1] : line;
        IsTooLong = line.Length > maxLength;
        return line;
    }

    /// <summary>Passes over the rest of a line; what was taken of it is overwritten.</summary>
    private void SkipLine()
    {
        while (!_isAtEnd)
        {
            int newline = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                _start += newline + 1;
                return;
            }

            _start = _end;
            Fill();
        }
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Min(2 * _buffer.Length, maxLength + 2));
        }

        beforeReading();
        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isAtEnd = read == 0;
    }
}
