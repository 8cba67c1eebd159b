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

    [Fact]
    public void There_is_no_algorithm_but_these_four_and_the_weak_one_says_so()
    {
        HmacAlgorithm[] all = [.. typeof(HmacAlgorithm).GetProperties().Where(property => property.PropertyType == typeof(HmacAlgorithm))
            .Select(property => (HmacAlgorithm)property.GetValue(null)!)];
        Assert.Equal(["HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA384", "HMAC-SHA512"], all.Select(algorithm => algorithm.Name).Order(StringComparer.Ordinal));
        Assert.Equal([20, 32, 48, 64], all.Select(algorithm => algorithm.TagSize).Order());
        Assert.NotNull(typeof(HmacAlgorithm).GetProperty("Sha1ForLegacyUseOnly"));
        Assert.Empty(typeof(HmacAlgorithm).GetConstructors());
        Assert.Equal("HMAC-SHA256", HmacAlgorithm.Sha256.ToString());
    }
}
