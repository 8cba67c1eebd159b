namespace HmacKit.Http;

/// <summary>
/// Takes the bytes that a content writes. Contents that hold their bytes write them in one go, and then that very memory
/// is borrowed; only a second write makes a copy.
/// </summary>
internal sealed class BorrowingStream : Stream
{
    private ReadOnlyMemory<byte> _borrowed;
    private MemoryStream? _copied;

    /// <summary>All that was written; valid for as long as the content is.</summary>
    public ReadOnlyMemory<byte> Written => _copied is { } copy ? copy.GetBuffer().AsMemory(0, (int)copy.Length) : _borrowed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Take(buffer.AsMemory(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Take(buffer.AsMemory(offset, count));
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Take(buffer);
        return ValueTask.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Take(ReadOnlyMemory<byte> bytes)
    {
        if (_copied is null && _borrowed.IsEmpty)
        {
            _borrowed = bytes;
            return;
        }

        if (_copied is null)
        {
            _copied = new MemoryStream();
            _copied.Write(_borrowed.Span);
        }

        _copied.Write(bytes.Span);
    }
}
