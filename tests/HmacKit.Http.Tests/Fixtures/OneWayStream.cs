namespace HmacKit.Http.Tests.Fixtures;

/// <summary>Bytes that can be read once, from front to back, in small pieces; the stream doesn't know how many there are.</summary>
internal sealed class OneWayStream(ReadOnlyMemory<byte> bytes) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> _rest = bytes;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = Math.Min(Math.Min(buffer.Length, 1777), _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return new(count);
    }
}
