using System.Runtime.CompilerServices;

namespace HmacKit.Benchmarks;

/// <summary><c>timestamp.body</c>, with a key id and the time in headers of their own.</summary>
internal sealed class HandWrittenOsayCore(string keyId, byte[] secret) : HandWrittenScheme(secret)
{
    [SkipLocalsInit]
    public override VerificationStatus Verify(RawRequest request, DateTimeOffset now)
    {
        VerificationStatus status = GetHeader(request, "X-OSAYCORE-API-KEY", out string key);
        if (status != VerificationStatus.NotVerified
            || (status = GetHeader(request, "X-OSAYCORE-TIMESTAMP", out string timestamp)) != VerificationStatus.NotVerified
            || (status = GetHeader(request, "X-OSAYCORE-SIGNATURE", out string signature)) != VerificationStatus.NotVerified)
        {
            return status;
        }

        Span<byte> tag = stackalloc byte[TagSize];
        if (!TryReadTag(signature, tag) || !TryReadTime(timestamp, out long seconds))
        {
            return VerificationStatus.MalformedHeader;
        }

        status = CheckWindow(seconds * 1000, now.ToUnixTimeMilliseconds(), 300_000);
        if (status != VerificationStatus.NotVerified)
        {
            return status;
        }

        if (!string.Equals(key, keyId, StringComparison.Ordinal))
        {
            return VerificationStatus.UnknownKey;
        }

        Span<byte> head = stackalloc byte[MaxTimestampLength + 1];
        int length = Narrow(timestamp, head);
        head[length++] = (byte)'.';
        Span<byte> expected = stackalloc byte[TagSize];
        ComputeTag(head[..length], request.Body.Span, expected);
        return Compare(expected, tag);
    }

    [SkipLocalsInit]
    public override void Sign(RawRequest request, in SigningValues values, Span<byte> signature)
    {
        Span<byte> head = stackalloc byte[MaxTimestampLength + 1];
        int length = WriteDigits(values.Time!.Value.ToUnixTimeSeconds(), head);
        head[length++] = (byte)'.';
        Span<byte> tag = stackalloc byte[TagSize];
        ComputeTag(head[..length], request.Body.Span, tag);
        WriteHex(tag, signature);
    }
}
