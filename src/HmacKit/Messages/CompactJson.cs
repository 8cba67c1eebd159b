namespace HmacKit;

/// <summary>
/// JSON without the blanks and line breaks between its tokens, all else byte for byte as it was: numbers, escapes and
/// the order of names aren't touched, so it holds exactly the same values (RFC 8259 section 2).
/// </summary>
internal static class CompactJson
{
    /// <summary>Writes the compact form into a span of the same length; false if it isn't JSON, or has nothing to leave out.</summary>
    public static bool TryWrite(ReadOnlySpan<byte> json, Span<byte> destination, out int written)
    {
        written = 0;
        if (!JsonShape.IsJson(json))
        {
            return false;
        }

        bool isInString = false;
        for (int i = 0; i < json.Length; i++)
        {
            byte b = json[i];
            if (isInString && b == (byte)'\\')
            {
                destination[written++] = b;
                b = json[++i];
            }
            else if (b == (byte)'"')
            {
                isInString = !isInString;
            }
            else if (!isInString && b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            {
                continue;
            }

            destination[written++] = b;
        }

        return written < json.Length;
    }
}
