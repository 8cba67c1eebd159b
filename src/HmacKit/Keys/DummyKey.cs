using System.Collections.Concurrent;

namespace HmacKit;

/// <summary>Random keys that match nothing, for making an unknown key id cost what a known one costs.</summary>
internal static class DummyKey
{
    private static readonly ConcurrentDictionary<HmacAlgorithm, HmacKey> Keys = new();

    public static HmacKey For(HmacAlgorithm algorithm) => Keys.GetOrAdd(algorithm, static algorithm => HmacKey.Generate(algorithm));
}
