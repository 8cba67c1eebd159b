using System.Text;

namespace HmacKit;

/// <summary>Text of the layout itself.</summary>
internal sealed class LiteralPart(string text) : MessagePart
{
    public byte[] Bytes { get; } = Encoding.UTF8.GetBytes(text);

    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer)
    {
        writer.Write(Bytes);
        return true;
    }
}

/// <summary>A value that the request carries, to the letter as it is there.</summary>
internal sealed class ClaimPart(ClaimField claimField, bool isOptional = false, bool dateHasDashes = false) : MessagePart
{
    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer)
    {
        ClaimValue value = input.Get(claimField);
        return value.IsPresent
            ? writer.TryWriteAscii(value.Span)
            : isOptional || SigningTime.TryWrite(claimField, input.Claim, input.TimestampFormat, dateHasDashes, ref writer);
    }
}

/// <summary>A configured value that nobody has set: no request can be expressed.</summary>
internal sealed class UnboundPart : MessagePart
{
    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer) => false;
}

/// <summary>The method in upper case.</summary>
internal sealed class MethodPart : MessagePart
{
    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer)
    {
        string method = input.Request.Method;
        Span<byte> destination = writer.GetSpan(method.Length);
        if (method.Length == 0 || Ascii.ToUpper(method, destination, out int written) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        writer.Advance(written);
        return true;
    }
}

/// <summary>The status code of an answer: three digits.</summary>
internal sealed class StatusPart : MessagePart
{
    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer)
    {
        if (input.Request.Status is not (>= 100 and <= 999 and int status))
        {
            return false;
        }

        Span<byte> destination = writer.GetSpan(3);
        (destination[0], destination[1], destination[2]) = ((byte)('0' + (status / 100)), (byte)('0' + (status / 10 % 10)), (byte)('0' + (status % 10)));
        writer.Advance(3);
        return true;
    }
}

/// <summary>The raw request target, or its path or its query, as on the wire.</summary>
internal sealed class TargetPart(TargetPart.Portion portion) : MessagePart
{
    public enum Portion
    {
        All,
        Path,
        Query,
    }

    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer)
    {
        ReadOnlySpan<char> target = input.Request.Target;
        return writer.TryWriteUtf8(portion switch
        {
            Portion.Path => TargetText.Path(target),
            Portion.Query => TargetText.Query(target),
            _ => target,
        });
    }
}

/// <summary>The value of one header; empty if it isn't there, refused if it is there twice.</summary>
internal sealed class HeaderPart(string name) : MessagePart
{
    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer)
    {
        HeaderValue header = input.Request.GetHeader(name);
        return !header.IsRepeated && writer.TryWriteUtf8(header.Value);
    }
}

/// <summary>The body's bytes.</summary>
internal sealed class BodyPart : MessagePart
{
    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer)
    {
        writer.WriteBody(input.Body);
        return true;
    }
}
