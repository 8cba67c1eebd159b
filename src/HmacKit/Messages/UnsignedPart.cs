namespace HmacKit;

/// <summary>The target, or its path or query, or a form, as sent but without the piece that carries the signature.</summary>
internal sealed class UnsignedPart(UnsignedPart.Portion portion, CarrierKind kind, string name) : MessagePart
{
    private readonly int _segment = kind == CarrierKind.PathSegment ? int.Parse(name, System.Globalization.CultureInfo.InvariantCulture) : 0;

    public enum Portion
    {
        Target,
        Path,
        Query,
        Form,
    }

    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer)
    {
        if (portion == Portion.Form)
        {
            int at = 0;
            int size = 0;
            bool isThere = kind == CarrierKind.Form && ParameterText.TryFindPair(input.Body, name, out at, out size);
            writer.WriteBody(isThere ? input.Body[..at] : input.Body);
            writer.WriteBody(isThere ? input.Body[(at + size)..] : default);
            return true;
        }

        ReadOnlySpan<char> target = input.Request.Target;
        ReadOnlySpan<char> path = TargetText.Path(target);
        ReadOnlySpan<char> query = TargetText.Query(target);
        return (portion == Portion.Query || TryWritePath(path, input.IsSigning, ref writer))
            && (portion == Portion.Path || TryWriteQuery(query, hasMark: path.Length < target.Length && portion == Portion.Target, ref writer));
    }

    private bool TryWritePath(ReadOnlySpan<char> path, bool isSigning, ref MessageWriter writer)
    {
        if (isSigning || kind != CarrierKind.PathSegment || !TargetText.TryFindSegment(path, _segment, out int start, out int length))
        {
            return writer.TryWriteUtf8(path);
        }

        return writer.TryWriteUtf8(path[..(start - 1)]) && writer.TryWriteUtf8(path[(start + length)..]);
    }

    private bool TryWriteQuery(ReadOnlySpan<char> query, bool hasMark, ref MessageWriter writer)
    {
        if (kind != CarrierKind.Query || !ParameterText.TryFindPair(query, name, out int start, out int length))
        {
            // A signer puts its parameter behind the mark, which is gone with it then.
            bool isMarkKept = hasMark && (kind != CarrierKind.Query || !query.IsEmpty);
            return writer.TryWriteUtf8(isMarkKept ? "?" : "") && writer.TryWriteUtf8(query);
        }

        // Where the signature is all there is, the sender had no query before.
        ReadOnlySpan<char> mark = hasMark && length < query.Length ? "?" : "";
        return writer.TryWriteUtf8(mark) && writer.TryWriteUtf8(query[..start]) && writer.TryWriteUtf8(query[(start + length)..]);
    }
}
