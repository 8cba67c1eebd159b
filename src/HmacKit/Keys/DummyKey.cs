namespace HmacKit;

/// <summary>
/// Random keys that match nothing, for making an unknown key id cost what a known one costs. There is one for each place in a ring: the same one
/// twice would be faster than two keys, since the second time all of it is in the processor's cache.
/// </summary>
internal static class DummyKey
{
    /// <summary>The key that stands in for a ring's key of this number, from 0.</summary>
    public static HmacKey For(HmacAlgorithm algorithm, int number = 0)
    {
        HmacKey?[] keys = algorithm.DummyKeys;
        return Volatile.Read(ref keys[number % keys.Length]) ?? Make(algorithm, ref keys[number % keys.Length]);
    }

    private static HmacKey Make(HmacAlgorithm algorithm, ref HmacKey? place)
    {
        var made = HmacKey.Generate(algorithm);
        return Interlocked.CompareExchange(ref place, made, null) ?? made;
    }
}
