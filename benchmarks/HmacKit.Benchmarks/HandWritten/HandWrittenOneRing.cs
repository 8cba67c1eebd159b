using System.Runtime.CompilerServices;

namespace HmacKit.Benchmarks;

/// <summary><c>timestamp.id.body</c>, with time and id in a header each and again beside the signature.</summary>
internal sealed class HandWrittenOneRing(byte[] secret) : HandWrittenScheme(secret)
{
    private const int MaxHeadLength = MaxTimestampLength + 512 + 2;

    [SkipLocalsInit]
    public override VerificationStatus Verify(RawRequest request, DateTimeOffset now)
    {
        VerificationStatus status = GetHeader(request, "X-Webhook-Signature", out string signature);
        if (status != VerificationStatus.NotVerified
            || (status = GetHeader(request, "X-Webhook-Timestamp", out string timestamp)) != VerificationStatus.NotVerified
            || (status = GetHeader(request, "X-Webhook-Event-ID", out string id)) != VerificationStatus.NotVerified)
        {
            return status;
        }

        Span<byte> tag = stackalloc byte[TagSize];
        if (!TryReadFields(signature, timestamp, id, tag) || !IsValue(id, '.') || !TryReadTime(timestamp, out long seconds))
        {
            return VerificationStatus.MalformedHeader;
        }

        status = CheckWindow(seconds * 1000, now.ToUnixTimeMilliseconds(), 300_000);
        if (status != VerificationStatus.NotVerified)
        {
            return status;
        }

        Span<byte> head = stackalloc byte[MaxHeadLength];
        int length = Narrow(timestamp, head);
        head[length++] = (byte)'.';
        length += Narrow(id, head[length..]);
        head[length++] = (byte)'.';
        Span<byte> expected = stackalloc byte[TagSize];
        ComputeTag(head[..length], request.Body.Span, expected);
        return Compare(expected, tag);
    }

    [SkipLocalsInit]
    public override void Sign(RawRequest request, in SigningValues values, Span<byte> signature)
    {
        if (!IsValue(values.Id, '.'))
        {
            throw new ArgumentException("The id can't be signed.", nameof(values));
        }

        Span<byte> head = stackalloc byte[MaxHeadLength];
        int length = WriteDigits(values.Time!.Value.ToUnixTimeSeconds(), head);
        head[length++] = (byte)'.';
        length += Narrow(values.Id, head[length..]);
        head[length++] = (byte)'.';
        Span<byte> tag = stackalloc byte[TagSize];
        ComputeTag(head[..length], request.Body.Span, tag);
        WriteHex(tag, signature);
    }

    /// <summary>One pass over <c>t=…,e=…,v1=…</c> in any order, each once; time and id are those of the other headers.</summary>
    private static bool TryReadFields(ReadOnlySpan<char> header, string timestamp, string id, Span<byte> tag)
    {
        int seen = 0;
        while (true)
        {
            int end = header.IndexOf(',');
            ReadOnlySpan<char> field = (end < 0 ? header : header[..end]).Trim(' ');
            int bit = 0;
            if (field.StartsWith("t="))
            {
                bit = field[2..].SequenceEqual(timestamp) ? 1 : -1;
            }
            else if (field.StartsWith("e="))
            {
                bit = field[2..].SequenceEqual(id) ? 2 : -1;
            }
            else if (field.StartsWith("v1="))
            {
                bit = TryReadTag(field[3..], tag) ? 4 : -1;
            }

            if (bit < 0 || (seen & bit) != 0)
            {
                return false;
            }

            seen |= bit;
            if (end < 0)
            {
                return seen == 7;
            }

            header = header[(end + 1)..];
        }
    }
}
