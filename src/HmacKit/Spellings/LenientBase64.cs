namespace HmacKit;

/// <summary>Base64 as Node and Python take it: in either alphabet, with any padding.</summary>
internal static class LenientBase64
{
    /// <summary>The bytes; null if it is something else.</summary>
    public static byte[]? TryDecode(string text)
    {
        string standard = text.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        if (standard.Length == 0 || standard.Length % 4 == 1 || standard.AsSpan().ContainsAny(" \t\r\n"))
        {
            return null;
        }

        byte[] bytes = new byte[(standard.Length * 3 / 4) + 3];
        return Convert.TryFromBase64String(standard.PadRight((standard.Length + 3) / 4 * 4, '='), bytes, out int length) ? bytes[..length] : null;
    }
}
