namespace HmacKit;

/// <summary>Scheme, host or port as the sender used them; refused where they aren't known for certain.</summary>
internal sealed class OriginPart(OriginPart.Piece piece) : MessagePart
{
    public enum Piece
    {
        Scheme,
        Host,
        Port,
        Authority,

        /// <summary>All of it, as in <c>https://api.example.com</c>.</summary>
        All,
    }

    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer) =>
        input.Request.Origin is { } origin && writer.TryWriteUtf8(piece switch
        {
            Piece.Scheme => origin.Scheme,
            Piece.Host => origin.Host,
            Piece.Port => origin.Port,
            Piece.Authority => origin.Authority,
            _ => origin.Text,
        });
}
