using System.Reflection;

namespace HmacKit.Tests.Keys;

public class KeySecrecyTests
{
    private const string Secret = "s3cr3t-that-nobody-may-see-anywhere";

    [Fact]
    public void ToString_shows_label_and_algorithm_but_never_the_secret()
    {
        using HmacKey key = HmacKey.FromText(Secret, "2026-01");
        using HmacKey unnamed = HmacKey.FromText(Secret);
        Assert.Equal("HMAC-SHA256 key '2026-01'", key.ToString());
        Assert.Equal("HMAC-SHA256 key", unnamed.ToString());
        Assert.Equal("KeyRing 'k' (2 keys)", new KeyRing("k", key).WithAccepted(unnamed).ToString());
        Assert.Equal("KeyRing 'k' (1 keys, disabled)", new KeyRing("k", key).Disable().ToString());
    }

    [Fact]
    public void No_public_member_of_a_key_gives_bytes_or_text_but_the_label_and_ToString()
    {
        IEnumerable<string> members = typeof(HmacKey).GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(member => member switch
            {
                PropertyInfo property => Reveals(property.PropertyType),
                MethodInfo { IsSpecialName: false } method => Reveals(method.ReturnType),
                FieldInfo => true,
                _ => false,
            })
            .Select(member => member.Name)
            .Order(StringComparer.Ordinal);
        Assert.Equal(["Label", "ToString"], members);
    }

    [Fact]
    public void Results_headers_and_errors_never_show_the_secret_or_the_expected_signature()
    {
        using HmacKey key = HmacKey.FromText(Secret);
        var ring = new KeyRing("key-1", key);
        var signer = new RequestSigner(SchemeCatalog.TheOne, ring);
        var request = new RawRequest("POST", "/", [], "{}"u8.ToArray());
        SignedHeaders signed = signer.Sign(request, SchemeCase.Values);
        string expected = signed["X-API-SIGN"];
        RawRequest forged = request.WithHeaders(signed).WithHeader("X-API-SIGN", new string('0', 64));

        VerificationResult result = SchemeCatalog.TheOne.Verify(forged, ring, SchemeCase.Now);

        string shown = $"{result} {result.KeyId} {result.Ring} {result.Key} {result.Id} {result.Nonce} {signer} {ring} {key}";
        Assert.Equal(VerificationStatus.SignatureMismatch, result.Status);
        Assert.DoesNotContain(Secret, shown, StringComparison.Ordinal);
        Assert.DoesNotContain(expected, shown, StringComparison.Ordinal);
        Assert.All(signed, header => Assert.DoesNotContain(Secret, header.Value, StringComparison.Ordinal));
    }

    private static bool Reveals(Type type) => type == typeof(string) || type == typeof(byte[]) || type.Name.Contains("Span", StringComparison.Ordinal)
        || type.Name.Contains("Memory", StringComparison.Ordinal) || typeof(System.Collections.IEnumerable).IsAssignableFrom(type);
}
