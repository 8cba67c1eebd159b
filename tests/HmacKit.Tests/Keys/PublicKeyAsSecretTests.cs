using System.Security.Cryptography;

namespace HmacKit.Tests.Keys;

/// <summary>Public keys where secrets are wanted, and keys that are none.</summary>
public class PublicKeyAsSecretTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_766_000_000);

    [Fact]
    public void A_curve_without_a_name_is_no_key()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var unnamed = ECDsa.Create(pair.ExportExplicitParameters(false));
        byte[] key = unnamed.ExportSubjectPublicKeyInfo();
        SignatureScheme scheme = new MessageSignatureDefinition { PublicKey = PublicKeyAlgorithms.EcdsaP256Sha256, AtLeast = ["@method"] }.Compile();
        var ring = new KeyRing("k", scheme.ImportKey(Convert.ToBase64String(key)));
        var request = new RawRequest("GET", "/", [new("Signature-Input", $"sig1=(\"@method\");created={Now.ToUnixTimeSeconds()};keyid=\"k\""), new("Signature", $"sig1=:{Convert.ToBase64String(new byte[64])}:")]);
        Assert.Equal(VerificationStatus.SignatureMismatch, scheme.Verify(request, ring, Now).Status);
    }

    [Fact]
    public void A_public_key_is_no_secret()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        SignatureScheme signed = new MessageSignatureDefinition { PublicKey = PublicKeyAlgorithms.EcdsaP256Sha256, AtLeast = ["@method"] }.Compile();
        var ring = new KeyRing("k", signed.ImportKey(Convert.ToBase64String(pair.ExportSubjectPublicKeyInfo())));
        SignatureScheme hmac = new MessageSignatureDefinition { AtLeast = ["@method"] }.Compile();
        var request = new RawRequest("GET", "/", []);
        RawRequest forged = new RequestSigner(hmac, new KeyRing("k", HmacKey.Import(HmacAlgorithm.Sha256, KeyFormat.Base64, Convert.ToBase64String(pair.ExportSubjectPublicKeyInfo())))).Sign(request, new() { Time = Now }).ApplyTo(request);
        Assert.False(hmac.Verify(forged, ring, Now).IsValid);
    }
}
