using System.Security.Cryptography;
using HmacKit;

namespace Providers.OsayCore;

/// <summary>The key of the users' tokens: a new one for each run, so there is none in the settings that could sign for somebody.</summary>
internal static class TokenKeys
{
    public const string RingId = "users";

    public static MemoryKeySource Create() => new(new KeyRing(RingId, HmacKey.Import(
        HmacAlgorithm.Sha256, KeyFormat.Hex, RandomNumberGenerator.GetHexString(64, lowercase: true), label: "this run")));
}
