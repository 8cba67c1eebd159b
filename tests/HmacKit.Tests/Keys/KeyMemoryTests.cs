using System.Reflection;
using System.Security.Cryptography;

namespace HmacKit.Tests.Keys;

/// <summary>Where secrets and the states made of them are, and that they don't stay.</summary>
public class KeyMemoryTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    /// <summary>What is pinned belongs to the oldest generation from the start.</summary>
    [Fact]
    public void Secrets_lie_where_the_collector_makes_no_copies()
    {
        using HmacKey root = HmacKey.FromText(Secret);
        using HmacKey hex = HmacKey.Import(HmacAlgorithm.Sha256, KeyFormat.Hex, Secret);
        using HmacKey derived = HmacKey.FromDerived("0123456789abcdef"u8, root);
        using HmacKey generated = HmacKey.Generate();
        Assert.All([root, hex, derived, generated], key => Assert.Equal(GC.MaxGeneration, GC.GetGeneration(Field<byte[]>(key, "_secret"))));
    }

    [Fact]
    public void The_states_of_a_key_are_freed_with_it()
    {
        HmacKey key = HmacKey.FromText(Secret);
        key.Tag("message"u8);
        key.Tag("message"u8);
        IncrementalHash hash = HashOf(key);
        Assert.Equal("HMACSHA256", hash.AlgorithmName.Name);
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => hash.AppendData("message"u8));
    }

    [Fact]
    public void A_state_that_another_key_pushes_out_of_its_place_is_freed()
    {
        using HmacKey key = HmacKey.FromText(Secret);
        key.Tag("message"u8);
        byte[] tag = key.Tag("message"u8);
        IncrementalHash hash = HashOf(key);
        HmacKey other;
        do
        {
            other = HmacKey.Generate();
        }
        while ((other.Serial - key.Serial) % 64 != 0);
        other.Tag("message"u8);
        other.Tag("message"u8);
        Assert.Throws<ObjectDisposedException>(() => hash.AppendData("message"u8));
        Assert.Equal(tag, key.Tag("message"u8));
    }

    [Fact]
    public void Each_place_of_a_ring_has_a_key_of_its_own_that_stands_in_for_it()
    {
        foreach (HmacAlgorithm algorithm in (HmacAlgorithm[])[HmacAlgorithm.Sha384, HmacAlgorithm.Sha1ForLegacyUseOnly])
        {
            HmacKey[] keys = [.. Enumerable.Range(0, KeyRing.MaxKeys).Select(number => DummyKey.For(algorithm, number))];
            Assert.Equal(KeyRing.MaxKeys, keys.Distinct().Count());
            Assert.All(keys, key => Assert.Same(algorithm, key.Algorithm));
            Assert.Equal(keys, Enumerable.Range(0, KeyRing.MaxKeys).Select(number => DummyKey.For(algorithm, number)));
            Assert.Same(keys[3], DummyKey.For(algorithm, KeyRing.MaxKeys + 3));
        }
    }

    [Fact]
    public void Algorithms_are_called_as_in_the_RFCs_and_have_their_tags_lengths() => Assert.Equal(
        ["HMAC-SHA256 32", "HMAC-SHA384 48", "HMAC-SHA512 64", "HMAC-SHA1 20"],
        ((HmacAlgorithm[])[HmacAlgorithm.Sha256, HmacAlgorithm.Sha384, HmacAlgorithm.Sha512, HmacAlgorithm.Sha1ForLegacyUseOnly]).Select(static each => $"{each} {each.TagSize}"));

    /// <summary>The native hash in the state that this thread has of a key.</summary>
    private static IncrementalHash HashOf(HmacKey key)
    {
        WeakReference<KeyedState> reference = Assert.Single(Field<List<WeakReference<KeyedState>>>(key, "_states"));
        Assert.True(reference.TryGetTarget(out KeyedState? state));
        return Field<IncrementalHash>(state, "_hash");
    }

    private static T Field<T>(object of, string name) => (T)of.GetType().GetField(name, BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(of)!;
}
