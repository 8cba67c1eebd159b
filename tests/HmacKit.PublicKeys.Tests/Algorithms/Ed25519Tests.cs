using System.Text;

namespace HmacKit.PublicKeys.Tests.Algorithms;

/// <summary>Ed25519 against RFC 8032 and RFC 9421.</summary>
public class Ed25519Tests
{
    /// <summary>RFC 8032 section 7.1: seed, public key, message, signature.</summary>
    [Theory]
    [InlineData("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "", "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72", "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82", "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void The_signatures_of_RFC_8032_come_out_and_are_valid(string seed, string known, string message, string signature)
    {
        SignatureScheme scheme = SignatureScheme.Compile(new()
        {
            Name = "body-only",
            Message = "{body}",
            Headers = { ["Sign"] = HeaderFormat.Text("{signature:hex}") },
            PublicKey = Ed25519.Algorithm,
            SecretFormat = KeyFormat.Hex,
        });
        var request = new RawRequest("POST", "/", [], Convert.FromHexString(message));
        RawRequest signed = new RequestSigner(scheme, scheme.ImportKey(seed + known)).Sign(request).ApplyTo(request);
        Assert.Equal(signature, signed.GetHeader("Sign").Value);
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(signed, new KeyRing(scheme.ImportKey(known)), default).Status);
        Assert.Equal(VerificationStatus.SignatureMismatch, scheme.Verify(new RawRequest("POST", "/", signed.Headers, "x"u8.ToArray()), new KeyRing(scheme.ImportKey(known)), default).Status);

        // A pair whose halves don't belong together is no key; a public key can't sign.
        Assert.Throws<ArgumentException>(() => new RequestSigner(scheme, scheme.ImportKey(known + seed)).Sign(request));
        Assert.Throws<ArgumentException>(() => new RequestSigner(scheme, scheme.ImportKey(known)).Sign(request));
    }

    /// <summary>RFC 9421, Appendix B.2.6, with the keys of B.1.4.</summary>
    [Fact]
    public void The_message_signature_of_RFC_9421_comes_out_and_is_valid()
    {
        const string input = "(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\");created=1618884473;keyid=\"test-key-ed25519\"";
        SignatureScheme scheme = new MessageSignatureDefinition { Label = "sig-b26", AtLeast = ["date", "@method", "@path", "@authority", "content-type", "content-length"], PublicKey = Ed25519.Algorithm }.Compile();
        var request = new RawRequest(
            "POST",
            "/foo?param=Value&Pet=dog",
            [
                KeyValuePair.Create("Date", "Tue, 20 Apr 2021 02:07:55 GMT"),
                KeyValuePair.Create("Content-Type", "application/json"),
                KeyValuePair.Create("Content-Length", "18"),
            ],
            Encoding.UTF8.GetBytes("{\"hello\": \"world\"}"),
            new PublicOrigin(new Uri("https://example.com")));
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(1_618_884_473);
        var secret = new KeyRing("test-key-ed25519", scheme.ImportKey("MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF"));
        RawRequest signed = new RequestSigner(scheme, secret).Sign(request, new SigningValues { Time = now }).ApplyTo(request);
        Assert.Equal("sig-b26=" + input, signed.GetHeader("Signature-Input").Value);
        Assert.Equal("sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:", signed.GetHeader("Signature").Value);

        var known = new KeyRing("test-key-ed25519", scheme.ImportKey("MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs="));
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(signed, known, now).Status);
        Assert.Equal(VerificationStatus.SignatureMismatch, scheme.Verify(new RawRequest("PUT", signed.Target, signed.Headers, signed.Body, signed.Origin), known, now).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    public void What_is_no_key_accepts_nothing(string text)
    {
        SignatureScheme scheme = SignatureScheme.Compile(new()
        {
            Name = "text-key",
            Message = "{body}",
            Headers = { ["Sign"] = HeaderFormat.Text("{signature:hex}") },
            PublicKey = Ed25519.Algorithm,
        });
        var request = new RawRequest("POST", "/", [KeyValuePair.Create("Sign", new string('0', 128))], "x"u8.ToArray());
        Assert.Equal(VerificationStatus.SignatureMismatch, scheme.Verify(request, new KeyRing(scheme.ImportKey(text.Length == 0 ? new string('k', 33) : text)), default).Status);
    }
}
