using System.Buffers;
using System.Runtime.CompilerServices;

namespace HmacKit.Benchmarks;

/// <summary>The query as sorted JSON, the body, the time, with nothing between them.</summary>
internal sealed class HandWrittenOort(string keyId, byte[] secret) : HandWrittenScheme(secret)
{
    private const int StackBytes = 2048;
    private const int CopiedBodyBytes = 16 * 1024;

    [SkipLocalsInit]
    public override VerificationStatus Verify(RawRequest request, DateTimeOffset now)
    {
        VerificationStatus status = GetHeader(request, "D-API-KEY", out string key);
        if (status != VerificationStatus.NotVerified
            || (status = GetHeader(request, "D-TIMESTAMP", out string timestamp)) != VerificationStatus.NotVerified
            || (status = GetHeader(request, "D-SIGNATURE", out string signature)) != VerificationStatus.NotVerified)
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

        Span<byte> time = stackalloc byte[MaxTimestampLength];
        Span<byte> expected = stackalloc byte[TagSize];
        return TryComputeTag(request, time[..Narrow(timestamp, time)], expected)
            ? Compare(expected, tag)
            : VerificationStatus.MalformedHeader;
    }

    [SkipLocalsInit]
    public override void Sign(RawRequest request, in SigningValues values, Span<byte> signature)
    {
        Span<byte> time = stackalloc byte[MaxTimestampLength];
        int length = WriteDigits(values.Time!.Value.ToUnixTimeSeconds(), time);
        Span<byte> tag = stackalloc byte[TagSize];
        if (!TryComputeTag(request, time[..length], tag))
        {
            throw new ArgumentException("The request can't be signed.", nameof(request));
        }

        WriteHex(tag, signature);
    }

    [SkipLocalsInit]
    private bool TryComputeTag(RawRequest request, ReadOnlySpan<byte> time, Span<byte> tag)
    {
        ReadOnlySpan<char> target = request.Target;
        ReadOnlySpan<char> query = target[(target.IndexOf('?') is >= 0 and int mark ? mark + 1 : target.Length)..];
        ReadOnlySpan<byte> body = request.Body.Span;
        ReadOnlySpan<byte> copied = body.Length <= CopiedBodyBytes ? body : default;
        int size = SortedQueryJson.MaxLength(query.Length) + copied.Length + time.Length;
        byte[]? rented = size > StackBytes ? ArrayPool<byte>.Shared.Rent(size) : null;
        Span<byte> message = rented ?? stackalloc byte[StackBytes];
        bool isWritten = SortedQueryJson.TryWrite(query, message, out int at);
        if (isWritten)
        {
            if (copied.Length < body.Length)
            {
                Hash.AppendData(message[..at]);
                Hash.AppendData(body);
                Hash.AppendData(time);
            }
            else
            {
                copied.CopyTo(message[at..]);
                at += copied.Length;
                time.CopyTo(message[at..]);
                at += time.Length;
                Hash.AppendData(message[..at]);
            }

            Hash.GetHashAndReset(tag);
        }

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return isWritten;
    }
}
