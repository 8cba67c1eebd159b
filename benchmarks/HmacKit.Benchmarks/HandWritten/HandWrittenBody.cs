using System.Runtime.CompilerServices;

namespace HmacKit.Benchmarks;

/// <summary>The body alone, as hex in <c>X-Signature</c>.</summary>
internal sealed class HandWrittenBody(byte[] secret) : HandWrittenScheme(secret)
{
    [SkipLocalsInit]
    public override VerificationStatus Verify(RawRequest request, DateTimeOffset now)
    {
        VerificationStatus status = GetHeader(request, "X-Signature", out string signature);
        if (status != VerificationStatus.NotVerified)
        {
            return status;
        }

        Span<byte> tag = stackalloc byte[TagSize];
        if (!TryReadTag(signature, tag))
        {
            return VerificationStatus.MalformedHeader;
        }

        Span<byte> expected = stackalloc byte[TagSize];
        ComputeTag(request.Body.Span, expected);
        return Compare(expected, tag);
    }

    [SkipLocalsInit]
    public override void Sign(RawRequest request, in SigningValues values, Span<byte> signature)
    {
        Span<byte> tag = stackalloc byte[TagSize];
        ComputeTag(request.Body.Span, tag);
        WriteHex(tag, signature);
    }

    private void ComputeTag(ReadOnlySpan<byte> body, Span<byte> tag)
    {
        Hash.AppendData(body);
        Hash.GetHashAndReset(tag);
    }
}
