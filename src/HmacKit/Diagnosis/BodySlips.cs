using System.IO.Compression;
using System.Text;

namespace HmacKit;

/// <summary>Slips with the body's bytes, whatever they are.</summary>
internal static class BodySlips
{
    /// <summary>An unpacked body has at most this many times the bytes of the largest body that is rewritten.</summary>
    private const int MaxUnpacked = 4;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IEnumerable<Variation> Vary(Draft draft)
    {
        if (draft.Body.IsEmpty)
        {
            return [.. TrailingNewline(draft)];
        }

        return
        [
            .. TrailingNewline(draft),
            HasDigest(draft)
                ? new Variation(draft with { Body = default }, BodyCauses.BodyDigestOfEmpty, "the digest of an empty body")
                : new Variation(draft with { Body = default }, BodyCauses.BodyEmpty, "an empty body"),
            .. draft.HasSmallBody ? [.. LineEndings(draft), .. ByteOrderMarks(draft)] : (Variation[])[],
            .. draft.HasSmallBody ? Latin1(draft).Concat(Gzip(draft)) : [],
        ];
    }

    private static bool HasDigest(Draft draft) => draft.Scheme.Plan.Steps.ToArray().Any(static step => step.Part is BodyDigestPart);

    private static IEnumerable<Variation> TrailingNewline(Draft draft)
    {
        ReadOnlyMemory<byte> body = draft.Body;
        Variation With(ReadOnlyMemory<byte> changed, string what) => new(draft with { Body = changed }, BodyCauses.BodyTrailingNewline, what);

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

        if (draft.HasSmallBody)
        {
            yield return With((byte[])[.. body.Span, .. "\n"u8], "the body with a line break at its end");
            yield return With((byte[])[.. body.Span, .. "\r\n"u8], "the body with a line break (CRLF) at its end");
        }
    }

    private static IEnumerable<Variation> LineEndings(Draft draft)
    {
        byte[] body = draft.Body.ToArray();
        if (body.AsSpan().Contains((byte)'\n'))
        {
            byte[] unix = Replace(body, "\r\n"u8, "\n"u8);
            yield return new(draft with { Body = unix }, BodyCauses.BodyLineEndings, "the body with LF line endings");
            yield return new(draft with { Body = Replace(unix, "\n"u8, "\r\n"u8) }, BodyCauses.BodyLineEndings, "the body with CRLF line endings");
        }
    }

    private static IEnumerable<Variation> ByteOrderMarks(Draft draft)
    {
        bool hasMark = draft.Body.Span.StartsWith(ByteOrderMark);
        yield return hasMark
            ? new(draft with { Body = draft.Body[3..] }, BodyCauses.BodyByteOrderMark, "the body without its byte order mark")
            : new(draft with { Body = (byte[])[.. ByteOrderMark, .. draft.Body.Span] }, BodyCauses.BodyByteOrderMark, "the body with a byte order mark before it");
    }

    private static IEnumerable<Variation> Latin1(Draft draft)
    {
        if (!draft.Body.Span.ContainsAnyInRange((byte)0x80, (byte)0xFF))
        {
            yield break;
        }

        byte[] misread = Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(draft.Body.Span));
        yield return new(draft with { Body = misread }, BodyCauses.BodyLatin1, "the body read as Latin-1 and written as UTF-8");
        if (DecodeUtf8(draft.Body.Span) is { } text)
        {
            yield return new(draft with { Body = Encoding.Latin1.GetBytes(text) }, BodyCauses.BodyLatin1, "the body in Latin-1");
        }
    }

    private static IEnumerable<Variation> Gzip(Draft draft)
    {
        if (draft.Body.Span.StartsWith("\x1f\u008b"u8[..1]) && draft.Body.Length > 2 && draft.Body.Span[1] == 0x8B)
        {
            if (Unpack(draft.Body, MaxUnpacked * draft.Options.MaxBodyBytes) is { } unpacked)
            {
                yield return new(draft with { Body = unpacked }, BodyCauses.BodyGzip, "the body before compression");
            }

            yield break;
        }

        // Compressors differ, so this finds senders on .NET alone.
        foreach (CompressionLevel level in (CompressionLevel[])[CompressionLevel.Optimal, CompressionLevel.Fastest, CompressionLevel.SmallestSize])
        {
            yield return new(draft with { Body = Pack(draft.Body.Span, level) }, BodyCauses.BodyGzip, "the body behind compression with gzip", IsWide: true);
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

    private static string? DecodeUtf8(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
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
