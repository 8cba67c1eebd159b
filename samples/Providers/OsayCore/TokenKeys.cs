using System.Security.Cryptography;
using HmacKit;

namespace Providers.OsayCore;

internal static class TokenKeys
{
    public static KeyRing Ring { get; } = new("users", HmacKey.Import(
        HmacAlgorithm.Sha256, KeyFormat.Hex, RandomNumberGenerator.GetHexString(64, lowercase: true), "process"));
}
