namespace HmacKit;

/// <summary>Numbers in base 62, most significant digit first: a text that a double click selects as a whole.</summary>
internal static class Base62
{
    public const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>The number with leading zeros.</summary>
    public static string ToString(uint value, int length) => string.Create(length, value, static (digits, value) =>
    {
        for (int i = digits.Length - 1; i >= 0; i--)
        {
            digits[i] = Alphabet[(int)(value % 62)];
            value /= 62;
        }
    });

    /// <summary>The number of up to 6 digits, each of the alphabet; more than 32 bits give a number that no checksum has.</summary>
    public static ulong ReadUInt32(ReadOnlySpan<char> digits)
    {
        ulong value = 0;
        foreach (char digit in digits)
        {
            value = (value * 62) + (ulong)Alphabet.IndexOf(digit, StringComparison.Ordinal);
        }

        return value;
    }
}
