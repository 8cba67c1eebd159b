using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Tests.Replay;

public sealed class ReplayClaimTests
{
    [Fact]
    public void The_digest_is_the_SHA_256_of_scheme_key_and_value_with_zeros_between_them()
    {
        byte[] digest = new byte[32];
        Claim("scheme", "key", "nonce").CopyDigestTo(digest);
        Assert.Equal(SHA256.HashData(Encoding.ASCII.GetBytes("scheme\0key\0nonce")), digest);
        Claim("scheme", "key", "nonce").CopyDigestTo(digest);
        Assert.Equal(SHA256.HashData(Encoding.ASCII.GetBytes("scheme\0key\0nonce")), digest);
    }

    [Theory]
    [InlineData(64, 256, 701)]
    [InlineData(1019, 1, 1)]
    [InlineData(1, 1019, 1)]
    public void A_claim_has_at_most_1021_characters(int scheme, int keyId, int value)
    {
        Assert.Equal(1023, Claim(new('s', scheme), new('k', keyId), new('v', value)).CopyTo(new byte[ReplayClaim.MaxBytes]));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(value), () => Claim(new('s', scheme), new('k', keyId), new('v', value + 1)));
    }

    private static ReplayClaim Claim(string scheme, string keyId, string value) => new(scheme, keyId, value, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
}
