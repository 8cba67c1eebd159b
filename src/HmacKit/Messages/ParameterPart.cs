using System.Buffers;
using System.Text;

namespace HmacKit;

/// <summary>The decoded value of one parameter of the query or field of a form; nothing if it isn't there, refused if it is there twice.</summary>
internal sealed class ParameterPart(CarrierKind kind, string name) : MessagePart
{
    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer)
    {
        if (kind == CarrierKind.Form)
        {
            int fields = ParameterText.Find(input.Body, name, out int at, out int size);
            return fields == 0 || (fields == 1 && TryWriteDecoded(input.Body.Slice(at, size), ref writer));
        }

        ReadOnlySpan<char> query = TargetText.Query(input.Request.Target);
        int count = ParameterText.Find(query, name, out int start, out int length);
        if (count != 1)
        {
            return count == 0;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            return Ascii.FromUtf16(query.Slice(start, length), rented, out int written) == OperationStatus.Done
                && TryWriteDecoded(rented.AsSpan(0, written), ref writer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static bool TryWriteDecoded(scoped ReadOnlySpan<byte> encoded, ref MessageWriter writer)
    {
        bool isDecoded = PercentCode.TryDecode(encoded, plusIsBlank: true, writer.GetSpan(encoded.Length), out int written);
        writer.Advance(isDecoded ? written : 0);
        return isDecoded;
    }
}
