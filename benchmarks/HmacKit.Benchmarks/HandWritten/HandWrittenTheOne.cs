using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace HmacKit.Benchmarks;

/// <summary>Method, target, time, nonce and the body's digest, on a line each.</summary>
internal sealed class HandWrittenTheOne(string keyId, byte[] secret) : HandWrittenScheme(secret)
{
    private const int StackBytes = 1024;
    private const int MaxTargetLength = 16 * 1024;

    private readonly IncrementalHash _bodyHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    [SkipLocalsInit]
    public override VerificationStatus Verify(RawRequest request, DateTimeOffset now)
    {
        VerificationStatus status = GetHeader(request, "X-API-KEY", out string key);
        if (status != VerificationStatus.NotVerified
            || (status = GetHeader(request, "X-API-TIMESTAMP", out string timestamp)) != VerificationStatus.NotVerified
            || (status = GetHeader(request, "X-API-NONCE", out string nonce)) != VerificationStatus.NotVerified
            || (status = GetHeader(request, "X-API-SIGN", out string signature)) != VerificationStatus.NotVerified)
        {
            return status;
        }

        Span<byte> tag = stackalloc byte[TagSize];
        if (!TryReadTag(signature, tag) || !IsValue(nonce, '\n') || !TryReadTime(timestamp, out long milliseconds))
        {
            return VerificationStatus.MalformedHeader;
        }

        status = CheckWindow(milliseconds, now.ToUnixTimeMilliseconds(), 30_000);
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
        return TryComputeTag(request, time[..Narrow(timestamp, time)], nonce, expected)
            ? Compare(expected, tag)
            : VerificationStatus.MalformedHeader;
    }

    [SkipLocalsInit]
    public override void Sign(RawRequest request, in SigningValues values, Span<byte> signature)
    {
        Span<byte> time = stackalloc byte[MaxTimestampLength];
        int length = WriteDigits(values.Time!.Value.ToUnixTimeMilliseconds(), time);
        Span<byte> tag = stackalloc byte[TagSize];
        if (!IsValue(values.Nonce, '\n') || !TryComputeTag(request, time[..length], values.Nonce, tag))
        {
            throw new ArgumentException("The request can't be signed.", nameof(request));
        }

        WriteHex(tag, signature);
    }

    [SkipLocalsInit]
    private bool TryComputeTag(RawRequest request, ReadOnlySpan<byte> time, ReadOnlySpan<char> nonce, Span<byte> tag)
    {
        string method = request.Method;
        string target = request.Target;
        if (target.Length > MaxTargetLength || target.Contains('\n', StringComparison.Ordinal) || method.Contains('\n', StringComparison.Ordinal))
        {
            return false;
        }

        int size = method.Length + (3 * target.Length) + time.Length + nonce.Length + (2 * TagSize) + 4;
        byte[]? rented = size > StackBytes ? ArrayPool<byte>.Shared.Rent(size) : null;
        Span<byte> canonical = rented ?? stackalloc byte[StackBytes];
        bool isWritten = Ascii.ToUpper(method, canonical, out int at) == OperationStatus.Done && at > 0;
        canonical[at++] = (byte)'\n';
        isWritten &= Utf8.FromUtf16(target, canonical[at..], out _, out int targetLength, replaceInvalidSequences: false) == OperationStatus.Done;
        at += targetLength;
        canonical[at++] = (byte)'\n';
        time.CopyTo(canonical[at..]);
        at += time.Length;
        canonical[at++] = (byte)'\n';
        at += Narrow(nonce, canonical[at..]);
        canonical[at++] = (byte)'\n';
        Span<byte> digest = stackalloc byte[TagSize];
        _bodyHash.AppendData(request.Body.Span);
        _bodyHash.GetHashAndReset(digest);
        WriteHex(digest, canonical[at..]);
        at += 2 * TagSize;
        Hash.AppendData(canonical[..at]);
        Hash.GetHashAndReset(tag);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return isWritten;
    }
}
