using Microsoft.IdentityModel.Tokens;

namespace HmacKit.Jwt;

/// <summary>Makes signature providers for HS256 with an <see cref="HmacSecurityKey"/>, and for nothing else. Caches nothing.</summary>
internal sealed class HmacProviders : CryptoProviderFactory
{
    private HmacProviders() => CacheSignatureProviders = false;

    public static HmacProviders Instance { get; } = new();

    public override bool IsSupportedAlgorithm(string algorithm) => algorithm == SecurityAlgorithms.HmacSha256;

    public override bool IsSupportedAlgorithm(string algorithm, SecurityKey key) => key is HmacSecurityKey && IsSupportedAlgorithm(algorithm);

    public override SignatureProvider CreateForSigning(SecurityKey key, string algorithm) => Create(key, algorithm);

    public override SignatureProvider CreateForSigning(SecurityKey key, string algorithm, bool cacheProvider) => Create(key, algorithm);

    public override SignatureProvider CreateForVerifying(SecurityKey key, string algorithm) => Create(key, algorithm);

    public override SignatureProvider CreateForVerifying(SecurityKey key, string algorithm, bool cacheProvider) => Create(key, algorithm);

    public override void ReleaseSignatureProvider(SignatureProvider signatureProvider)
    {
        // It holds nothing but a reference to the key, which others go on using.
    }

    private static HmacSignatureProvider Create(SecurityKey key, string algorithm) =>
        key is HmacSecurityKey hmac && algorithm == SecurityAlgorithms.HmacSha256
            ? new HmacSignatureProvider(hmac)
            : throw new NotSupportedException("User tokens are signed with HS256 and an HmacKey only.");
}
