namespace HmacKit;

/// <summary>CRC-32 as in zip and PNG (ISO-HDLC, reflected polynomial EDB88320).</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(static index => Shift((uint)index))];

    /// <summary>The checksum of ASCII characters.</summary>
    public static uint Compute(ReadOnlySpan<char> ascii)
    {
        uint crc = uint.MaxValue;
        foreach (char character in ascii)
        {
            crc = (crc >> 8) ^ Table[(byte)(crc ^ character)];
        }

        return ~crc;
    }

    private static uint Shift(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value >> 1) ^ (Polynomial & (0u - (value & 1)));
        }

        return value;
    }
}
