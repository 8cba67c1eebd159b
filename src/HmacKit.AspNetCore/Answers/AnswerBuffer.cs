namespace HmacKit.AspNetCore;

/// <summary>Holds an answer's body until it is signed, and refuses a byte too many: the endpoint's write throws, and nothing has been sent.</summary>
internal sealed class AnswerBuffer(int limit) : MemoryStream
{
    /// <summary>All that was written; valid until the next write.</summary>
    public ReadOnlyMemory<byte> Written => GetBuffer().AsMemory(0, (int)Length);

    public override void Write(byte[] buffer, int offset, int count)
    {
        ThrowIfOver(count);
        base.Write(buffer, offset, count);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ThrowIfOver(buffer.Length);
        base.Write(buffer);
    }

    public override void WriteByte(byte value)
    {
        ThrowIfOver(1);
        base.WriteByte(value);
    }

    private void ThrowIfOver(int count)
    {
        if (count > limit - Position)
        {
            throw new InvalidOperationException($"The answer has more than {limit} bytes. It has to be held in memory until it is signed; raise the limit of {nameof(Microsoft.AspNetCore.Builder.SignedAnswerExtensions.SignAnswers)} if it has to be that large.");
        }
    }
}
