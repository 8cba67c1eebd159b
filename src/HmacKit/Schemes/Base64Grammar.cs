using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace HmacKit;

/// <summary>A value that is encoded as a whole, behind a fixed text. It has to be decoded into a string of its own.</summary>
internal sealed class Base64Grammar(HeaderGrammar inner, string prefix, bool isUrl) : HeaderGrammar
{
    public override ClaimFields Fields => inner.Fields;

    public override int SignatureCount => inner.SignatureCount;

    public override ClaimFields OptionalFields => inner.OptionalFields;

    public override bool TryRead(ClaimValue value, int tagSize, ref RequestClaim claim) =>
        TryUnwrap(value, out ClaimValue text) && inner.TryRead(text, tagSize, ref claim);

    public override int ReadTags(ClaimValue value, int tagSize, Span<byte> tags) =>
        TryUnwrap(value, out ClaimValue text) ? inner.ReadTags(text, tagSize, tags) : 0;

    public override bool TryWrite(in RequestClaim claim, TimestampFormat timestampFormat, ReadOnlySpan<byte> tags, int tagSize, ref MessageWriter writer)
    {
        var text = new MessageWriter(stackalloc byte[512]);
        try
        {
            if (!writer.TryWriteAscii(prefix) || !inner.TryWrite(claim, timestampFormat, tags, tagSize, ref text))
            {
                return false;
            }

            Span<byte> destination = writer.GetSpan(Base64.GetMaxEncodedToUtf8Length(text.Length));
            int written;
            _ = isUrl
                ? Base64Url.EncodeToUtf8(text.Head, destination, out _, out written)
                : Base64.EncodeToUtf8(text.Head, destination, out _, out written);
            writer.Advance(written);
            return true;
        }
        finally
        {
            text.Dispose();
        }
    }

    private bool TryUnwrap(ClaimValue value, out ClaimValue text)
    {
        text = default;
        ReadOnlySpan<char> encoded = value.Span;
        if (!encoded.StartsWith(prefix, StringComparison.Ordinal) || encoded.Length > MaxHeaderLength)
        {
            return false;
        }

        encoded = encoded[prefix.Length..];

        // The decoders skip blanks, and the one for base64url takes padding, and '%' for it: one spelling is enough.
        if (encoded.ContainsAny(isUrl ? " =%" : " "))
        {
            return false;
        }

        byte[] bytes = ArrayPool<byte>.Shared.Rent((2 * encoded.Length) + 4);
        try
        {
            Ascii.FromUtf16(encoded, bytes, out int length);
            ReadOnlySpan<byte> ascii = bytes.AsSpan(0, length);
            Span<byte> decoded = bytes.AsSpan(length);
            OperationStatus status = isUrl
                ? Base64Url.DecodeFromUtf8(ascii, decoded, out _, out int written)
                : Base64.DecodeFromUtf8(ascii, decoded, out _, out written);
            if (status != OperationStatus.Done || decoded[..written].ContainsAnyExceptInRange((byte)' ', (byte)'~'))
            {
                return false;
            }

            text = new ClaimValue(Encoding.ASCII.GetString(decoded[..written]));
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
