using System.Security.Cryptography;

namespace HmacKit.AspNetCore.Tests.Fixtures;

internal static class BodyDigest
{
    /// <summary>Bytes that differ everywhere, so that a lost or doubled piece shows.</summary>
    public static byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    public static async Task<string> OfAsync(Stream stream) => Convert.ToHexString(await SHA256.HashDataAsync(stream));

    public static string Of(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));
}
