using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Tests.Schemes;

/// <summary>Derived keys against the platform's HMAC; the vendors' own are in the catalogue's vectors.</summary>
public class KeyDerivationTests
{
    private static readonly SignatureScheme Scheme = SignatureScheme.Compile(new()
    {
        Name = "derived",
        Message = "{region}\n{body}",
        Headers = { ["X-Region"] = HeaderFormat.Text("{region}"), ["X-Signature"] = HeaderFormat.Text("{signature:hex}") },
        Values = { ["region"] = SchemeValue.Carried() },
        KeyDerivation = KeyDerivation.FromSecret.WithPrefix("ACME").Hmac("{region}"),
        AmbiguousBecause = "A region has no line break.",
    });

    [Theory]
    [InlineData(16, 4)]
    [InlineData(300, 4)]
    [InlineData(64, 700)]
    [InlineData(1000, 1000)]
    public void A_long_secret_and_a_long_text_are_used_whole(int secretLength, int regionLength)
    {
        string secret = string.Concat(Enumerable.Range(0, secretLength).Select(i => (char)('a' + (i % 26))));
        string region = string.Concat(Enumerable.Range(0, regionLength).Select(i => (char)('A' + (i % 26))));
        byte[] body = "{}"u8.ToArray();
        byte[] derived = HMACSHA256.HashData(Encoding.ASCII.GetBytes("ACME" + secret), Encoding.ASCII.GetBytes(region));
        byte[] message = [.. Encoding.ASCII.GetBytes(region + "\n"), .. body];
        byte[] tag = HMACSHA256.HashData(derived, message);
        var request = new RawRequest("POST", "/", [new("X-Region", region), new("X-Signature", Convert.ToHexStringLower(tag))], body);
        Assert.True(Scheme.Verify(request, new KeyRing(Scheme.ImportKey(secret)), default).IsValid);
    }

    /// <summary>Were it cut, two secrets would be one.</summary>
    [Fact]
    public void What_is_too_long_to_derive_from_fits_nothing()
    {
        SignatureScheme scheme = SignatureScheme.Compile(new()
        {
            Name = "spelled",
            Message = "{body}",
            Headers = { ["X-Signature"] = HeaderFormat.Text("{signature:hex}") },
            KeyDerivation = KeyDerivation.FromSecret.AsText(TagEncoding.Hex).AsText(TagEncoding.Hex).AsText(TagEncoding.Hex),
        });
        var signer = new RequestSigner(scheme, scheme.ImportKey(new string('s', 1000)));
        Assert.Throws<ArgumentException>(() => signer.Sign(new RawRequest("POST", "/", [], "{}"u8.ToArray())));
    }
}
