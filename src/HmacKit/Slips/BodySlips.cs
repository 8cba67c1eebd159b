using System.IO.Compression;

namespace HmacKit;

/// <summary>Slips with the body's bytes, whatever they are.</summary>
internal static class BodySlips
{
    /// <summary>An unpacked body has at most this many times the bytes of the largest body that is rewritten.</summary>
    private const int MaxUnpacked = 4;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    public static IEnumerable<Slip> Vary(SignedRequest signed)
    {
        if (signed.Body.IsEmpty)
        {
            return [.. TrailingNewline(signed)];
        }

        return
        [
            .. TrailingNewline(signed),
            HasDigest(signed)
                ? new Slip(signed with { Body = default }, BodyCauses.BodyDigestOfEmpty, "the digest of an empty body")
                : new Slip(signed with { Body = default }, BodyCauses.BodyEmpty, "an empty body"),
            .. signed.HasSmallBody ? [.. LineEndings(signed), .. ByteOrderMarks(signed)] : (Slip[])[],
            .. signed.HasSmallBody ? Gzip(signed) : [],
        ];
    }

    private static bool HasDigest(SignedRequest signed) => signed.Scheme.Plan.Steps.ToArray().Any(static step => step.Part is BodyDigestPart);

    private static IEnumerable<Slip> TrailingNewline(SignedRequest signed)
    {
        ReadOnlyMemory<byte> body = signed.Body;
        Slip With(ReadOnlyMemory<byte> changed, string what) => new(signed with { Body = changed }, BodyCauses.BodyTrailingNewline, what);

        // Taking off costs nothing, so it is tried on bodies of any size.
        if (body.Span.EndsWith("\r\n"u8))
        {
            yield return With(body[..^2], "the body without the line break at its end");
        }

        if (body.Span.EndsWith("\n"u8))
        {
            yield return With(body[..^1], "the body without the line break at its end");
            int length = body.Span.TrimEnd("\r\n"u8).Length;
            yield return With(body[..length], "the body without the line breaks at its end");
        }

        if (signed.HasSmallBody)
        {
            yield return With((byte[])[.. body.Span, .. "\n"u8], "the body with a line break at its end");
            yield return With((byte[])[.. body.Span, .. "\r\n"u8], "the body with a line break (CRLF) at its end");
        }
    }

    private static IEnumerable<Slip> LineEndings(SignedRequest signed)
    {
        byte[] body = signed.Body.ToArray();
        if (body.AsSpan().Contains((byte)'\n'))
        {
            byte[] unix = Replace(body, "\r\n"u8, "\n"u8);
            yield return new(signed with { Body = unix }, BodyCauses.BodyLineEndings, "the body with LF line endings");
            yield return new(signed with { Body = Replace(unix, "\n"u8, "\r\n"u8) }, BodyCauses.BodyLineEndings, "the body with CRLF line endings");
        }
    }

    private static IEnumerable<Slip> ByteOrderMarks(SignedRequest signed)
    {
        bool hasMark = signed.Body.Span.StartsWith(ByteOrderMark);
        yield return hasMark
            ? new(signed with { Body = signed.Body[3..] }, BodyCauses.BodyByteOrderMark, "the body without its byte order mark")
            : new(signed with { Body = (byte[])[.. ByteOrderMark, .. signed.Body.Span] }, BodyCauses.BodyByteOrderMark, "the body with a byte order mark before it");
    }

    private static IEnumerable<Slip> Gzip(SignedRequest signed)
    {
        if (signed.Body.Span.StartsWith("\x1f\u008b"u8[..1]) && signed.Body.Length > 2 && signed.Body.Span[1] == 0x8B)
        {
            if (Unpack(signed.Body, MaxUnpacked * signed.Options.MaxBodyBytes) is { } unpacked)
            {
                yield return new(signed with { Body = unpacked }, BodyCauses.BodyGzip, "the body before compression");
            }
        }
    }

    /// <summary>The body compressed. Compressors differ, so this finds senders on .NET alone.</summary>
    public static IEnumerable<Slip> VaryWidely(SignedRequest signed)
    {
        if (signed.Body.IsEmpty || !signed.HasSmallBody)
        {
            yield break;
        }

        foreach (CompressionLevel level in (CompressionLevel[])[CompressionLevel.Optimal, CompressionLevel.Fastest, CompressionLevel.SmallestSize])
        {
            yield return new(signed with { Body = Pack(signed.Body.Span, level) }, BodyCauses.BodyGzip, "the body behind compression with gzip");
        }
    }

    private static byte[] Pack(ReadOnlySpan<byte> body, CompressionLevel level)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return packed.ToArray();
    }

    private static byte[]? Unpack(ReadOnlyMemory<byte> body, int limit)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(body.ToArray()), CompressionMode.Decompress);
            byte[] unpacked = new byte[limit];
            int length = gzip.ReadAtLeast(unpacked, limit, throwOnEndOfStream: false);
            return length < limit ? unpacked[..length] : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static byte[] Replace(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> old, ReadOnlySpan<byte> with)
    {
        var result = new List<byte>(bytes.Length + 16);
        int at;
        while ((at = bytes.IndexOf(old)) >= 0)
        {
            result.AddRange(bytes[..at]);
            result.AddRange(with);
            bytes = bytes[(at + old.Length)..];
        }

        result.AddRange(bytes);
        return [.. result];
    }
}
