using Microsoft.IdentityModel.Tokens;

namespace HmacKit.Jwt;

/// <summary>
/// An <see cref="HmacKey"/> as the token library wants to see it. The library never gets the secret: it hands its bytes
/// over and gets a tag or a verdict back.
/// </summary>
internal sealed class HmacSecurityKey : SecurityKey
{
    private const int Bits = 8 * HmacKey.RecommendedSecretBytes;

    public HmacSecurityKey(HmacKey key)
    {
        Key = key;
        KeyId = key.Label;
        CryptoProviderFactory = HmacProviders.Instance;
    }

    public HmacKey Key { get; }

    /// <summary>What every key here has at least; its true size is nobody's business.</summary>
    public override int KeySize => Bits;

    public override bool IsSupportedAlgorithm(string algorithm) => algorithm == SecurityAlgorithms.HmacSha256;
}
