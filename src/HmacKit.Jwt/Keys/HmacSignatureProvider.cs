using Microsoft.IdentityModel.Tokens;

namespace HmacKit.Jwt;

/// <summary>Signs and verifies for the token library with an <see cref="HmacKey"/>.</summary>
internal sealed class HmacSignatureProvider(HmacSecurityKey key) : SignatureProvider(key, SecurityAlgorithms.HmacSha256)
{
    private readonly HmacKey _key = key.Key;

    public override byte[] Sign(byte[] input) => Sign(input.AsSpan());

    public override byte[] Sign(byte[] input, int offset, int count) => Sign(input.AsSpan(offset, count));

    public override bool Sign(ReadOnlySpan<byte> data, Span<byte> destination, out int bytesWritten)
    {
        bytesWritten = _key.ComputeTag(data, destination);
        return true;
    }

    public override bool Verify(byte[] input, byte[] signature) => _key.Verify(input, signature);

    public override bool Verify(byte[] input, int inputOffset, int inputLength, byte[] signature, int signatureOffset, int signatureLength) =>
        _key.Verify(input.AsSpan(inputOffset, inputLength), signature.AsSpan(signatureOffset, signatureLength));

    protected override void Dispose(bool disposing)
    {
        // The key belongs to its ring.
    }

    private byte[] Sign(ReadOnlySpan<byte> input)
    {
        byte[] tag = new byte[_key.Algorithm.TagSize];
        _key.ComputeTag(input, tag);
        return tag;
    }
}
