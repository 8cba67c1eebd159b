using System.Security.Cryptography;

namespace Providers.Store;

/// <summary>Ids that nobody can guess.</summary>
internal static class RandomId
{
    /// <summary>A prefix and 32 hex digits.</summary>
    public static string WithPrefix(string prefix) => prefix + RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>A UUID of version 4 (RFC 9562).</summary>
    public static string Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }
}
