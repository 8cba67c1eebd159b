namespace HmacKit;

/// <summary>The inside of a JSON string as <c>JSON.stringify</c> writes it: quotes, backslashes and control characters escaped, all else as it is.</summary>
internal static class JavaScriptString
{
    public static bool TryWrite(scoped ReadOnlySpan<byte> utf8, ref MessageWriter writer)
    {
        if (!System.Text.Unicode.Utf8.IsValid(utf8))
        {
            return false;
        }

        Span<byte> destination = writer.GetSpan(JsonAscii.MaxExpansion * utf8.Length);
        int at = 0;
        foreach (byte b in utf8)
        {
            if (b >= ' ' && b is not ((byte)'"' or (byte)'\\'))
            {
                destination[at++] = b;
            }
            else
            {
                at += JsonAscii.Escape(new System.Text.Rune(b), destination[at..]);
            }
        }

        writer.Advance(at);
        return true;
    }
}
