using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace HmacKit;

/// <summary>The digest of the body as text.</summary>
internal sealed class BodyDigestPart : MessagePart
{
    private readonly HashAlgorithmName _algorithm;
    private readonly TagEncoding _encoding;
    private readonly byte[] _ofEmptyBody = new byte[TagText.MaxTextLength];
    private readonly int _length;

    public BodyDigestPart(HashAlgorithmName algorithm, TagEncoding encoding)
    {
        _algorithm = algorithm;
        _encoding = encoding;
        Span<byte> digest = stackalloc byte[TagText.MaxTagSize];
        int size = CryptographicOperations.HashData(algorithm, ReadOnlySpan<byte>.Empty, digest);
        _length = TagText.Encode(encoding, digest[..size], _ofEmptyBody);
    }

    [SkipLocalsInit]
    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer)
    {
        if (input.Body.IsEmpty)
        {
            writer.Write(_ofEmptyBody.AsSpan(0, _length));
            return true;
        }

        Span<byte> digest = stackalloc byte[TagText.MaxTagSize];
        int size = ThreadHash.Compute(_algorithm, input.Body, default, default, digest);
        Span<byte> destination = writer.GetSpan(TagText.MaxTextLength);
        writer.Advance(TagText.Encode(_encoding, digest[..size], destination));
        return true;
    }
}
