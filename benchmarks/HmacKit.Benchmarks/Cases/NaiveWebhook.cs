using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Benchmarks;

/// <summary>
/// Verification of a <c>timestamp.body</c> webhook as it is commonly written: the body read as a string, a new
/// <see cref="HMACSHA256"/> each time, hex strings compared. Two ways to end: with <c>==</c>, which leaks where the
/// strings differ, and in constant time over the strings' bytes.
/// </summary>
internal static class NaiveWebhook
{
    public static bool VerifyWithStringEquality(byte[] body, string timestamp, string signature, string secret, DateTimeOffset now) =>
        IsFresh(timestamp, now) && ComputeSignature(body, timestamp, secret) == signature;

    public static bool VerifyWithFixedTimeEquals(byte[] body, string timestamp, string signature, string secret, DateTimeOffset now) =>
        IsFresh(timestamp, now)
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(ComputeSignature(body, timestamp, secret)),
            Encoding.UTF8.GetBytes(signature));

    private static bool IsFresh(string timestamp, DateTimeOffset now) =>
        long.TryParse(timestamp, NumberStyles.Integer, CultureInfo.InvariantCulture, out long seconds)
        && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= 300;

    private static string ComputeSignature(byte[] body, string timestamp, string secret)
    {
        string text = Encoding.UTF8.GetString(body);
        using var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(secret));
        byte[] hash = hmac.ComputeHash(Encoding.UTF8.GetBytes($"{timestamp}.{text}"));
#pragma warning disable CA1872 // the slow way is the point
        return BitConverter.ToString(hash).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
#pragma warning restore CA1872
    }
}
