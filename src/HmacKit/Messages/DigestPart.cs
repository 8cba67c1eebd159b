using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace HmacKit;

/// <summary>The digest of another part, as text or as its raw bytes.</summary>
internal sealed class DigestPart(MessagePart inner, HashAlgorithmName algorithm, TagEncoding? encoding) : MessagePart
{
    [SkipLocalsInit]
    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer)
    {
        Span<byte> digest = stackalloc byte[TagText.MaxTagSize];
        var nested = new MessageWriter(stackalloc byte[1024]);
        try
        {
            if (!inner.TryWrite(input, ref nested))
            {
                return false;
            }

            digest = digest[..ThreadHash.Compute(algorithm, nested.Head, nested.Body, nested.Tail, digest)];
        }
        finally
        {
            nested.Dispose();
        }

        if (encoding is not { } text)
        {
            writer.Write(digest);
            return true;
        }

        writer.Advance(TagText.Encode(text, digest, writer.GetSpan(TagText.MaxTextLength)));
        return true;
    }
}
