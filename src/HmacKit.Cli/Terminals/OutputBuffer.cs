using System.Buffers;
using System.Text;

namespace HmacKit.Cli;

/// <summary>Standard output behind a buffer of a bounded size.</summary>
internal sealed class OutputBuffer(Stream stream) : IBufferWriter<byte>
{
    /// <summary>From this many bytes on the buffer is passed on.</summary>
    private const int FlushAt = 64 * 1024;

    // What the systems call a closed pipe: EPIPE; ERROR_BROKEN_PIPE and ERROR_NO_DATA.
    private const int UnixBrokenPipe = 32;
    private const int BrokenPipe = unchecked((int)0x8007006D);
    private const int NoData = unchecked((int)0x800700E8);

    private readonly ArrayBufferWriter<byte> _buffer = new(2 * FlushAt);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _buffer.Write(bytes);
        FlushIfFull();
    }

    public void Write(string text)
    {
        Encoding.UTF8.GetBytes(text, _buffer);
        FlushIfFull();
    }

    public void WriteLine(string text = "")
    {
        Write(text);
        Write("\n"u8);
    }

    /// <summary>Passes on what is there, so that a reader at the other end of a pipe sees it.</summary>
    /// <exception cref="OutputClosedException">Nobody reads any longer.</exception>
    /// <exception cref="CommandException">It can't be written.</exception>
    public void Flush()
    {
        if (_buffer.WrittenCount == 0)
        {
            return;
        }

        try
        {
            stream.Write(_buffer.WrittenSpan);
            stream.Flush();
        }
        catch (IOException exception)
        {
            throw exception.HResult is UnixBrokenPipe or BrokenPipe or NoData
                ? new OutputClosedException()
                : new CommandException($"can't write the output: {exception.Message}");
        }
        finally
        {
            _buffer.ResetWrittenCount();
        }
    }

    public void Advance(int count) => _buffer.Advance(count);

    public Memory<byte> GetMemory(int sizeHint = 0) => _buffer.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => _buffer.GetSpan(sizeHint);

    /// <summary>Passes the buffer on if it has grown to its size.</summary>
    public void FlushIfFull()
    {
        if (_buffer.WrittenCount >= FlushAt)
        {
            Flush();
        }
    }
}
