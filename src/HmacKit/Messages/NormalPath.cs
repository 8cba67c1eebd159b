namespace HmacKit;

/// <summary>Paths without dot segments (RFC 3986 section 5.2.4) and without empty segments.</summary>
internal static class NormalPath
{
    /// <summary>Writes the normal form, which begins with a slash, and returns its length; at most one byte more than the path.</summary>
    public static int Write(ReadOnlySpan<byte> path, Span<byte> destination)
    {
        int written = 0;
        bool endsWithSlash = true;
        foreach (Range range in path.Split((byte)'/'))
        {
            ReadOnlySpan<byte> segment = path[range];
            bool isDot = segment.SequenceCompareTo("."u8) == 0;
            bool isUp = segment.SequenceCompareTo(".."u8) == 0;
            endsWithSlash = segment.IsEmpty || isDot || isUp;
            if (isUp)
            {
                written = Math.Max(0, destination[..written].LastIndexOf((byte)'/'));
            }
            else if (!endsWithSlash)
            {
                destination[written++] = (byte)'/';
                segment.CopyTo(destination[written..]);
                written += segment.Length;
            }
        }

        if (endsWithSlash)
        {
            destination[written++] = (byte)'/';
        }

        return written;
    }
}
