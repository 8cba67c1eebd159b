using System.Text.Json;

namespace HmacKit.Tests.Keys;

/// <summary>The files of <c>Vectors/base</c>.</summary>
internal static class VectorFile
{
    public static JsonElement Read(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "base", name)));
        return document.RootElement.Clone();
    }

    public static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static HmacAlgorithm Algorithm(string name) => name switch
    {
        "HMAC-SHA1" or "HMACSHA1" => HmacAlgorithm.Sha1ForLegacyUseOnly,
        "HMAC-SHA256" or "HMACSHA256" => HmacAlgorithm.Sha256,
        "HMAC-SHA384" or "HMACSHA384" => HmacAlgorithm.Sha384,
        "HMAC-SHA512" or "HMACSHA512" => HmacAlgorithm.Sha512,
        _ => throw new InvalidOperationException($"The tests don't know {name}."),
    };

    public static HmacKey Key(HmacAlgorithm algorithm, byte[] secret) =>
        HmacKey.ImportInsecureShortSecret(algorithm, KeyFormat.Hex, Convert.ToHexString(secret));

    public static byte[] Tag(this HmacKey key, ReadOnlySpan<byte> message)
    {
        byte[] tag = new byte[key.Algorithm.TagSize];
        Assert.Equal(tag.Length, key.ComputeTag(message, tag));
        return tag;
    }
}
