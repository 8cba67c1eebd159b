using System.Security.Cryptography;

namespace HmacKit;

/// <summary>The one place where secrets and tags are compared. Everything else is banned by the analyzer.</summary>
internal static class ConstantTime
{
    /// <summary>True if both are of one length and equal; the time depends on the length alone.</summary>
    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
#pragma warning disable RS0030 // the one allowed use
        CryptographicOperations.FixedTimeEquals(left, right);
#pragma warning restore RS0030
}
