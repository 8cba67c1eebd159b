using System.Text;

namespace HmacKit.Tests.Catalog;

/// <summary>A header of Worldpay may have a signature for each of two keys, in any order.</summary>
public class WorldpayTests
{
    private static readonly byte[] Body = "{\"eventId\":\"1\"}"u8.ToArray();

    [Theory]
    [InlineData("1/SHA256/@,2/SHA256/!", "1", VerificationStatus.Valid)]
    [InlineData("2/SHA256/!,1/SHA256/@", "1", VerificationStatus.Valid)]
    [InlineData("2/SHA256/!, 1/SHA256/@", "1", VerificationStatus.Valid)]
    [InlineData("2/SHA256/@,1/SHA256/!", "1", VerificationStatus.SignatureMismatch)]
    [InlineData("2/SHA256/!,3/SHA256/@", "1", VerificationStatus.UnknownKey)]
    [InlineData("1/SHA256/!,", "1", VerificationStatus.SignatureMismatch)]
    [InlineData("2/SHA512/00,1/SHA256/@", "1", VerificationStatus.Valid)]
    [InlineData("1/SHA1/@", "1", VerificationStatus.MalformedHeader)]
    public void One_signature_under_a_known_key_is_enough(string header, string known, VerificationStatus expected)
    {
        string Mac(string secret) => Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Body));
        string value = header.Replace("@", Mac("the secret of the first key, long enough"), StringComparison.Ordinal).Replace("!", Mac("the secret of the second key, long enough"), StringComparison.Ordinal);
        var request = new RawRequest("POST", "/", [KeyValuePair.Create("Event-Signature", value)], Body);
        var ring = new KeyRing(known, SchemeCatalog.Worldpay.ImportKey("the secret of the first key, long enough"));
        Assert.Equal(expected, SchemeCatalog.Worldpay.Verify(request, ring, DateTimeOffset.UnixEpoch).Status);
    }
}
