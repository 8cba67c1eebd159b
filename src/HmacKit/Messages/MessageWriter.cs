using System.Buffers;
using System.Text;

namespace HmacKit;

/// <summary>
/// Gathers a message in one buffer, so that the hash is fed with as few native calls as possible: each one costs more
/// than hashing 100 bytes. A large body is not copied but kept beside the buffer.
/// </summary>
public ref struct MessageWriter
{
    /// <summary>The stack buffer that a message starts in; enough for small parts and a short body.</summary>
    internal const int StackBytes = 2048;

    /// <summary>Bodies up to this size are copied behind the small parts; above it, copying costs more than a second append.</summary>
    private const int CopiedBodyBytes = 16 * 1024;

    private Span<byte> _buffer;
    private byte[]? _rented;
    private int _length;
    private ReadOnlySpan<byte> _body;
    private int _bodyAt;

    internal MessageWriter(Span<byte> stack)
    {
        _buffer = stack;
        _bodyAt = -1;
    }

    /// <summary>What comes before a body that was kept aside, or all of the message.</summary>
    internal readonly ReadOnlySpan<byte> Head => _buffer[..(_bodyAt < 0 ? _length : _bodyAt)];

    /// <summary>A body that was kept aside, or nothing.</summary>
    internal readonly ReadOnlySpan<byte> Body => _body;

    /// <summary>What comes after a body that was kept aside, or nothing.</summary>
    internal readonly ReadOnlySpan<byte> Tail => _bodyAt < 0 ? default : _buffer[_bodyAt.._length];

    /// <summary>How many bytes the small parts take so far.</summary>
    internal readonly int Length => _length;

    /// <summary>How many bytes the message has so far.</summary>
    internal readonly int TotalLength => _length + _body.Length;

    /// <summary>Room for at least <paramref name="size"/> bytes; say with <see cref="Advance"/> how many were used.</summary>
    public Span<byte> GetSpan(int size)
    {
        if (_buffer.Length - _length < size)
        {
            Grow(size);
        }

        return _buffer[_length..];
    }

    /// <summary>Takes the first bytes of the last span into the message.</summary>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_buffer.Length - _length), nameof(count));
        _length += count;
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        if (_buffer.Length - _length < bytes.Length)
        {
            Grow(bytes.Length);
        }

        bytes.CopyTo(_buffer[_length..]);
        _length += bytes.Length;
    }

    /// <summary>Writes ASCII text; false, and nothing written, if it has other characters.</summary>
    public bool TryWriteAscii(scoped ReadOnlySpan<char> text)
    {
        if (_buffer.Length - _length < text.Length)
        {
            Grow(text.Length);
        }

        if (Ascii.FromUtf16(text, _buffer[_length..], out int written) != OperationStatus.Done)
        {
            return false;
        }

        _length += written;
        return true;
    }

    /// <summary>Writes text as UTF-8; false if it has lone surrogates.</summary>
    public bool TryWriteUtf8(scoped ReadOnlySpan<char> text)
    {
        if (TryWriteAscii(text))
        {
            return true;
        }

        Span<byte> destination = GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        if (System.Text.Unicode.Utf8.FromUtf16(text, destination, out _, out int written, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            return false;
        }

        _length += written;
        return true;
    }

    /// <summary>Writes a body, which must stay unchanged until the tag is computed.</summary>
    public void WriteBody(ReadOnlySpan<byte> body)
    {
        if (body.Length <= CopiedBodyBytes || _bodyAt >= 0)
        {
            Write(body);
        }
        else
        {
            _bodyAt = _length;
            _body = body;
        }
    }

    /// <summary>Takes back what was written behind <paramref name="length"/> bytes of small parts, and a body that was kept aside since.</summary>
    internal void Truncate(int length, bool keepsBody = true)
    {
        _length = length;
        if (!keepsBody)
        {
            _bodyAt = -1;
            _body = default;
        }
    }

    /// <summary>What was written from <paramref name="start"/> on, to be changed in place; not longer than it is.</summary>
    internal readonly Span<byte> WrittenForChange(int start) => _buffer[start.._length];

    /// <summary>The bytes that the small parts have from <paramref name="start"/> on.</summary>
    internal readonly ReadOnlySpan<byte> WrittenFrom(int start) => _buffer[start.._length];

    /// <summary>Gives a rented buffer back.</summary>
    internal void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = null;
            _buffer = default;
        }
    }

    private void Grow(int size)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(_length + size), 2 * _buffer.Length));
        _buffer[.._length].CopyTo(larger);
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }

        _buffer = _rented = larger;
    }
}
