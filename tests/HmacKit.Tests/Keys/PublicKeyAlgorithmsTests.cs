using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Tests.Keys;

/// <summary>The platform's algorithms with a pair of keys: what is a key of theirs, and what is none.</summary>
public class PublicKeyAlgorithmsTests
{
    [Fact]
    public void They_are_called_as_in_RFC_9421() => Assert.Equal(
        ["ecdsa-p256-sha256", "ecdsa-p256-sha256-der", "rsa-pss-sha512"],
        [PublicKeyAlgorithms.EcdsaP256Sha256.Name, $"{PublicKeyAlgorithms.EcdsaP256Sha256Der}", PublicKeyAlgorithms.RsaPssSha512.Name]);

    [Fact]
    public void A_public_key_and_bytes_that_are_no_key_sign_nothing_and_say_which_it_is()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Contains("it is a public one", WhyNot(PublicKeyAlgorithms.EcdsaP256Sha256, pair.ExportSubjectPublicKeyInfo()), StringComparison.Ordinal);
        Assert.Contains("no key of ecdsa-p256-sha256", WhyNot(PublicKeyAlgorithms.EcdsaP256Sha256, other.ExportPkcs8PrivateKey()), StringComparison.Ordinal);
    }

    /// <summary>Nobody makes a new pair in place of a key that can't be read.</summary>
    [Theory]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nno base64\n-----END PRIVATE KEY-----")]
    [InlineData("-----a text that only begins like a key")]
    public void Text_that_looks_like_a_key_and_is_none_signs_nothing(string text) =>
        Assert.Contains("no key of rsa-pss-sha512", WhyNot(PublicKeyAlgorithms.RsaPssSha512, Encoding.ASCII.GetBytes(text)), StringComparison.Ordinal);

    /// <summary>A modulus of that many bits is as good as a product of primes here: a public key isn't checked for it.</summary>
    [Theory]
    [InlineData(1024, "no key of")]
    [InlineData(2040, "no key of")]
    [InlineData(2048, "it is a public one")]
    [InlineData(8192, "it is a public one")]
    [InlineData(8200, "no key of")]
    public void A_key_of_RSA_has_2048_to_8192_bits(int bits, string reason)
    {
        byte[] modulus = new byte[bits / 8];
        Array.Fill(modulus, (byte)0xA5);
        using var rsa = RSA.Create();
        rsa.ImportParameters(new() { Modulus = modulus, Exponent = [1, 0, 1] });
        Assert.Contains(reason, WhyNot(PublicKeyAlgorithms.RsaPssSha512, rsa.ExportSubjectPublicKeyInfo()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pair_whose_key_was_disposed_of_neither_signs_nor_verifies()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        HmacKey key = Key(pair.ExportPkcs8PrivateKey());
        byte[] signature = PublicKeyAlgorithms.EcdsaP256Sha256.Sign(key, "message"u8);
        Assert.True(PublicKeyAlgorithms.EcdsaP256Sha256.Verify(key, "message"u8, signature));
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => PublicKeyAlgorithms.EcdsaP256Sha256.Sign(key, "message"u8));
        Assert.Throws<ObjectDisposedException>(() => PublicKeyAlgorithms.EcdsaP256Sha256.Verify(key, "message"u8, signature));
    }

    private static string WhyNot(PublicKeyAlgorithm algorithm, byte[] key) => Assert.Throws<ArgumentException>(() => algorithm.Sign(Key(key), "message"u8)).Message;

    private static HmacKey Key(byte[] bytes) => HmacKey.Import(HmacAlgorithm.Sha256, KeyFormat.Base64, Convert.ToBase64String(bytes));
}
