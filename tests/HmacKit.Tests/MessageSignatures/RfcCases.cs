namespace HmacKit.Tests.MessageSignatures;

/// <summary>The keys, the request and the signatures of RFC 9421, Appendix B and section 4.3.</summary>
internal static class RfcCases
{
    public const string Pss = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2+QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHqgDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5WUtzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI2wIDAQAB";

    public const string Ecc = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lfw0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==";

    public const string Shared = "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==";

    public const string Digest = "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";

    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_618_884_473);

    public static readonly PublicOrigin Origin = new(new Uri("https://example.com"));

    /// <summary>Appendix B.2: the algorithm, the key, its id, and the two headers of each case whose message is a request.</summary>
    public static TheoryData<string, string, string, string, string> Signatures => new()
    {
        {
            "rsa-pss-sha512", Pss, "test-key-rsa-pss",
            "sig-b21=();created=1618884473;keyid=\"test-key-rsa-pss\";nonce=\"b3k2pp5k7z-50gnwp.yemd\"",
            "sig-b21=:d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==:"
        },
        {
            "rsa-pss-sha512", Pss, "test-key-rsa-pss",
            "sig-b22=(\"@authority\" \"content-digest\" \"@query-param\";name=\"Pet\");created=1618884473;keyid=\"test-key-rsa-pss\";tag=\"header-example\"",
            "sig-b22=:LjbtqUbfmvjj5C5kr1Ugj4PmLYvx9wVjZvD9GsTT4F7GrcQEdJzgI9qHxICagShLRiLMlAJjtq6N4CDfKtjvuJyE5qH7KT8UCMkSowOB4+ECxCmT8rtAmj/0PIXxi0A0nxKyB09RNrCQibbUjsLS/2YyFYXEu4TRJQzRw1rLEuEfY17SARYhpTlaqwZVtR8NV7+4UKkjqpcAoFqWFQh62s7Cl+H2fjBSpqfZUJcsIk4N6wiKYd4je2U/lankenQ99PZfB4jY3I5rSV2DSBVkSFsURIjYErOs0tFTQosMTAoxk//0RoKUqiYY8Bh0aaUEb0rQl3/XaVe4bXTugEjHSw==:"
        },
        {
            "rsa-pss-sha512", Pss, "test-key-rsa-pss",
            "sig-b23=(\"date\" \"@method\" \"@path\" \"@query\" \"@authority\" \"content-type\" \"content-digest\" \"content-length\");created=1618884473;keyid=\"test-key-rsa-pss\"",
            "sig-b23=:bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==:"
        },
        {
            "hmac-sha256", Shared, "test-shared-secret",
            "sig-b25=(\"date\" \"@authority\" \"content-type\");created=1618884473;keyid=\"test-shared-secret\"",
            "sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:"
        },
    };

    /// <summary>The definition that takes anything, for what the RFC signed.</summary>
    public static MessageSignatureDefinition Definition(string algorithm) => new()
    {
        Name = "rfc-case",
        AtLeast = [],
        PublicKey = algorithm switch
        {
            "rsa-pss-sha512" => PublicKeyAlgorithms.RsaPssSha512,
            "ecdsa-p256-sha256" => PublicKeyAlgorithms.EcdsaP256Sha256,
            _ => null,
        },
    };

    /// <summary>The request of Appendix B.2 with these two headers.</summary>
    public static RawRequest Request(string input, string signature, string target = "/foo?param=Value&Pet=dog", string body = "{\"hello\": \"world\"}", PublicOrigin? origin = null) => new(
        "POST",
        target,
        [
            KeyValuePair.Create("Host", "example.com"),
            KeyValuePair.Create("Date", "Tue, 20 Apr 2021 02:07:55 GMT"),
            KeyValuePair.Create("Content-Type", "application/json"),
            KeyValuePair.Create("Content-Digest", Digest),
            KeyValuePair.Create("Content-Length", "18"),
            KeyValuePair.Create("Signature-Input", input),
            KeyValuePair.Create("Signature", signature),
        ],
        System.Text.Encoding.UTF8.GetBytes(body),
        origin ?? Origin);
}
