using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Jwt.Tests.Fixtures;

/// <summary>
/// Makes tokens of any content with the framework's HMAC and nothing of the library or ours: what an attacker, or another
/// issuer with the right key, could send.
/// </summary>
internal static class Forge
{
    /// <summary>The primary key's secret.</summary>
    public static readonly byte[] Secret = SHA256.HashData("the primary key of the tests"u8);

    /// <summary>The secret of the key before it, which is still accepted.</summary>
    public static readonly byte[] OldSecret = SHA256.HashData("the old key of the tests"u8);

    public const string Header = """{"alg":"HS256","typ":"JWT","kid":"2026-02"}""";

    /// <summary>A token with the right signature over header and payload, whatever they are.</summary>
    public static string Token(string payload, string header = Header, byte[]? secret = null) =>
        Sign(Encode(header) + "." + Encode(payload), secret ?? Secret);

    /// <summary>Signs two parts that are encoded already.</summary>
    public static string Sign(string parts, byte[]? secret = null) =>
        parts + "." + Encode(HMACSHA256.HashData(secret ?? Secret, Encoding.UTF8.GetBytes(parts)));

    public static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    public static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static byte[] Decode(string part) =>
        Convert.FromBase64String(part.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (part.Length % 4)) % 4));
}
