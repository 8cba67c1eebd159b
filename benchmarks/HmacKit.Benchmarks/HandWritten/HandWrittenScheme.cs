using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Benchmarks;

/// <summary>
/// What an expert writes for one vendor by hand, and so the yardstick for a compiled definition: one keyed hash that is
/// used again and again, one buffer, one append. It makes the checks that HmacKit makes, and leaves out what one
/// vendor's code needn't have: several keys, several signatures, other encodings, other threads.
/// </summary>
internal abstract class HandWrittenScheme(byte[] secret) : IDisposable
{
    protected const int TagSize = 32;
    protected const int MaxTimestampLength = 19;
    private const int StackBytes = 2048;
    private const int CopiedBodyBytes = 16 * 1024;
    private const int MaxHeaderLength = 4096;
    private const int MaxValueLength = 512;

    /// <summary>Not shared between threads: nothing is cheaper than that.</summary>
    protected IncrementalHash Hash { get; } = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);

    public abstract VerificationStatus Verify(RawRequest request, DateTimeOffset now);

    /// <summary>Writes the signature as 64 hex digits.</summary>
    public abstract void Sign(RawRequest request, in SigningValues values, Span<byte> signature);

    public void Dispose() => Hash.Dispose();

    /// <summary><see cref="VerificationStatus.NotVerified"/> if the header is there once and not too long.</summary>
    protected static VerificationStatus GetHeader(RawRequest request, string name, out string value)
    {
        HeaderValue header = request.GetHeader(name);
        value = header.Value ?? "";
        return header.IsMissing ? VerificationStatus.MissingHeader
            : header.IsRepeated || value.Length > MaxHeaderLength ? VerificationStatus.MalformedHeader
            : VerificationStatus.NotVerified;
    }

    /// <summary>Lower-case hex and nothing else.</summary>
    [SkipLocalsInit]
    protected static bool TryReadTag(ReadOnlySpan<char> hex, Span<byte> tag)
    {
        Span<byte> ascii = stackalloc byte[2 * TagSize];
        return hex.Length == ascii.Length
            && Ascii.FromUtf16(hex, ascii, out _) == OperationStatus.Done
            && !ascii.ContainsAnyInRange((byte)'A', (byte)'F')
            && Convert.FromHexString(ascii, tag, out _, out _) == OperationStatus.Done;
    }

    /// <summary>1 to 19 digits without a leading zero.</summary>
    protected static bool TryReadTime(ReadOnlySpan<char> digits, out long time)
    {
        time = 0;
        if (digits.Length is 0 or > MaxTimestampLength || (digits[0] == '0' && digits.Length > 1))
        {
            return false;
        }

        ulong sum = 0;
        foreach (char c in digits)
        {
            uint digit = (uint)(c - '0');
            if (digit > 9)
            {
                return false;
            }

            sum = (sum * 10) + digit;
        }

        time = (long)Math.Min(sum, 253_402_300_799_999); // the year 9999 in milliseconds: no overflow later
        return true;
    }

    protected static VerificationStatus CheckWindow(long signed, long now, long window) =>
        now - signed > window ? VerificationStatus.TimestampTooOld
        : signed - now > window ? VerificationStatus.TimestampInFuture
        : VerificationStatus.NotVerified;

    /// <summary>An id or nonce: printable, within length, and without the text that ends it in the message.</summary>
    protected static bool IsValue(ReadOnlySpan<char> value, char delimiter) =>
        value.Length is > 0 and <= MaxValueLength && !value.ContainsAnyExceptInRange(' ', '~') && !value.Contains(delimiter);

    /// <summary>Hashes head and body from one buffer, unless copying the body costs more than a second append.</summary>
    [SkipLocalsInit]
    protected void ComputeTag(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, Span<byte> tag)
    {
        if (body.Length > CopiedBodyBytes)
        {
            Hash.AppendData(head);
            Hash.AppendData(body);
            Hash.GetHashAndReset(tag);
            return;
        }

        int size = head.Length + body.Length;
        byte[]? rented = size > StackBytes ? ArrayPool<byte>.Shared.Rent(size) : null;
        Span<byte> message = rented ?? stackalloc byte[StackBytes];
        head.CopyTo(message);
        body.CopyTo(message[head.Length..]);
        Hash.AppendData(message[..size]);
        Hash.GetHashAndReset(tag);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    protected static VerificationStatus Compare(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> tag) =>
        CryptographicOperations.FixedTimeEquals(expected, tag) ? VerificationStatus.Valid : VerificationStatus.SignatureMismatch;

    /// <summary>Copies ASCII text that was checked before, and returns its length.</summary>
    protected static int Narrow(ReadOnlySpan<char> text, Span<byte> destination)
    {
        Ascii.FromUtf16(text, destination, out int written);
        return written;
    }

    protected static int WriteDigits(long value, Span<byte> destination)
    {
        Utf8Formatter.TryFormat(value, destination, out int written);
        return written;
    }

    protected static void WriteHex(ReadOnlySpan<byte> tag, Span<byte> destination) =>
        Convert.TryToHexStringLower(tag, destination, out _);
}
