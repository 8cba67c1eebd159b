using System.Text.Json;

namespace HmacKit.Tests.Keys;

public class RfcVectorTests
{
    [Fact]
    public void Tags_are_those_of_RFC_4231()
    {
        int count = 0;
        foreach (JsonElement vector in VectorFile.Read("rfc4231.json").GetProperty("vectors").EnumerateArray())
        {
            foreach (JsonProperty mac in vector.GetProperty("mac").EnumerateObject().Where(mac => mac.Name != "HMAC-SHA224"))
            {
                byte[] expected = Convert.FromHexString(mac.Value.GetString()!);
                using HmacKey key = VectorFile.Key(VectorFile.Algorithm(mac.Name), vector.Hex("keyHex"));

                // The second and third time the prepared state is used; test case 5 gives the first 16 bytes only.
                for (int i = 0; i < 3; i++)
                {
                    Assert.Equal(expected, key.Tag(vector.Hex("dataHex"))[..expected.Length]);
                }

                count++;
            }
        }

        Assert.Equal(7 * 3, count);
    }

    [Fact]
    public void Tags_of_the_legacy_algorithm_are_those_of_RFC_2202()
    {
        List<JsonElement> vectors = [.. VectorFile.Read("rfc2202.json").GetProperty("vectors").EnumerateArray()
            .Where(vector => vector.Text("algorithm") == "HMAC-SHA1")];
        Assert.Equal(7, vectors.Count);
        foreach (JsonElement vector in vectors)
        {
            using HmacKey key = VectorFile.Key(HmacAlgorithm.Sha1ForLegacyUseOnly, vector.Hex("keyHex"));
            Assert.Equal(vector.Hex("macHex"), key.Tag(vector.Hex("dataHex")));
            Assert.True(key.Verify(vector.Hex("dataHex"), vector.Hex("macHex")));
        }
    }

    /// <summary>The examples of NIST's "Cryptographic Standards and Guidelines", HMAC_SHA3-256: a key shorter than a block, as long as one, and longer.</summary>
    [Theory]
    [InlineData(32, "keylen<blocklen", "4fe8e202c4f058e8dddc23d8c34e467343e23555e24fc2f025d598f558f67205")]
    [InlineData(136, "keylen=blocklen", "68b94e2e538a9be4103bebb5aa016d47961d4d1aa906061313b557f8af2c3faa")]
    [InlineData(168, "keylen>blocklen", "9bcf2c238e235c3ce88404e813bd2f3a97185ac6f238c63d6229a00b07974258")]
    public void Tags_of_SHA3_are_those_of_NIST_or_there_is_no_key(int keyLength, string what, string expected)
    {
        byte[] secret = [.. Enumerable.Range(0, keyLength).Select(number => (byte)number)];
        if (!System.Security.Cryptography.HMACSHA3_256.IsSupported)
        {
            Assert.Throws<PlatformNotSupportedException>(() => VectorFile.Key(HmacAlgorithm.Sha3, secret));
            return;
        }

        using HmacKey key = VectorFile.Key(HmacAlgorithm.Sha3, secret);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(Convert.FromHexString(expected), key.Tag(System.Text.Encoding.ASCII.GetBytes($"Sample message for {what}")));
        }
    }

    [Fact]
    public void There_is_no_algorithm_but_these_five_and_the_weak_one_says_so()
    {
        HmacAlgorithm[] all = [.. typeof(HmacAlgorithm).GetProperties().Where(property => property.PropertyType == typeof(HmacAlgorithm))
            .Select(property => (HmacAlgorithm)property.GetValue(null)!)];
        Assert.Equal(["HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA3-256", "HMAC-SHA384", "HMAC-SHA512"], all.Select(algorithm => algorithm.Name).Order(StringComparer.Ordinal));
        Assert.Equal([20, 32, 32, 48, 64], all.Select(algorithm => algorithm.TagSize).Order());
        Assert.NotNull(typeof(HmacAlgorithm).GetProperty("Sha1ForLegacyUseOnly"));
        Assert.Empty(typeof(HmacAlgorithm).GetConstructors());
        Assert.Equal("HMAC-SHA256", HmacAlgorithm.Sha256.ToString());
    }
}
