namespace HmacKit;

/// <summary>A part of a message, and what it wrote.</summary>
/// <param name="Part">The part.</param>
/// <param name="Bytes">Its bytes.</param>
internal readonly record struct MessagePiece(MessagePart Part, ReadOnlyMemory<byte> Bytes)
{
    public bool IsLiteral => Part is LiteralPart;

    public MessagePiece With(ReadOnlyMemory<byte> bytes) => new(Part, bytes);
}
