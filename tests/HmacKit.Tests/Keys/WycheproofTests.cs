using System.Text.Json;

namespace HmacKit.Tests.Keys;

/// <summary>Project Wycheproof's HMAC vectors, with tags that are wrong by a bit, and groups of truncated tags.</summary>
public class WycheproofTests
{
    [Theory]
    [InlineData("hmac_sha1_test.json")]
    [InlineData("hmac_sha256_test.json")]
    [InlineData("hmac_sha384_test.json")]
    [InlineData("hmac_sha512_test.json")]
    public void Tags_are_accepted_and_refused_as_Wycheproof_says(string file)
    {
        JsonElement root = VectorFile.Read(file);
        HmacAlgorithm algorithm = VectorFile.Algorithm(root.Text("algorithm"));
        int count = 0;
        foreach (JsonElement group in root.GetProperty("testGroups").EnumerateArray())
        {
            bool isTruncated = group.GetProperty("tagSize").GetInt32() < 8 * algorithm.TagSize;
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                count++;
                string name = $"{file} {test.GetProperty("tcId").GetInt32()}";
                bool isValid = test.Text("result") == "valid";
                byte[] tag = test.Hex("tag");
                byte[] message = test.Hex("msg");
                using HmacKey key = VectorFile.Key(algorithm, test.Hex("key"));

                Assert.True(isValid == key.Tag(message).AsSpan().StartsWith(tag), name);
                Assert.True((isValid && !isTruncated) == key.Verify(message, tag), name);
            }
        }

        Assert.Equal(root.GetProperty("numberOfTests").GetInt32(), count);
    }

    [Fact]
    public void A_truncated_or_lengthened_tag_is_refused()
    {
        using HmacKey key = HmacKey.Generate();
        byte[] tag = key.Tag("message"u8);
        for (int length = 0; length < tag.Length; length++)
        {
            Assert.False(key.Verify("message"u8, tag.AsSpan(0, length)));
        }

        Assert.False(key.Verify("message"u8, [.. tag, 0]));
        Assert.True(key.Verify("message"u8, tag));
    }
}
