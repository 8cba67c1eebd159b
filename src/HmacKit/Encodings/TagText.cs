using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;

namespace HmacKit;

/// <summary>Tags as text and back, into spans. Each encoding has exactly one accepted spelling.</summary>
internal static class TagText
{
    /// <summary>The longest tag, HMAC-SHA512.</summary>
    public const int MaxTagSize = 64;

    /// <summary>The longest text of a tag: 64 bytes as hex.</summary>
    public const int MaxTextLength = 2 * MaxTagSize;

    /// <summary>How many characters a tag of <paramref name="size"/> bytes takes.</summary>
    public static int Length(TagEncoding encoding, int size) => encoding switch
    {
        TagEncoding.Hex or TagEncoding.HexUpper => 2 * size,
        TagEncoding.Base64 or TagEncoding.Base64UrlPadded => (size + 2) / 3 * 4,
        _ => Base64Url.GetEncodedLength(size),
    };

    /// <summary>How many bytes a text stands for, if it is well-formed.</summary>
    public static int Size(TagEncoding encoding, ReadOnlySpan<char> text) => encoding switch
    {
        TagEncoding.Hex or TagEncoding.HexUpper => text.Length / 2,
        _ => text.TrimEnd('=').Length * 3 / 4,
    };

    /// <summary>Writes <paramref name="tag"/> as ASCII and returns how many bytes that took.</summary>
    public static int Encode(TagEncoding encoding, ReadOnlySpan<byte> tag, Span<byte> destination)
    {
        int written;
        switch (encoding)
        {
            case TagEncoding.Hex:
                Convert.TryToHexStringLower(tag, destination, out written);
                break;
            case TagEncoding.HexUpper:
                Convert.TryToHexString(tag, destination, out written);
                break;
            case TagEncoding.Base64:
                Base64.EncodeToUtf8(tag, destination, out _, out written);
                break;
            default:
                Base64Url.EncodeToUtf8(tag, destination, out _, out written);
                if (encoding == TagEncoding.Base64UrlPadded)
                {
                    int padded = Length(encoding, tag.Length);
                    destination[written..padded].Fill((byte)'=');
                    written = padded;
                }

                break;
        }

        return written;
    }

    /// <summary>Reads a tag that must fill <paramref name="tag"/> exactly. Base64 with spare bits set is refused by the platform's decoder.</summary>
    [SkipLocalsInit]
    public static bool TryDecode(TagEncoding encoding, ReadOnlySpan<char> text, Span<byte> tag)
    {
        if (text.Length != Length(encoding, tag.Length))
        {
            return false;
        }

        Span<byte> ascii = text.Length <= MaxTextLength ? stackalloc byte[MaxTextLength] : new byte[text.Length];
        if (Ascii.FromUtf16(text, ascii, out int length) != OperationStatus.Done)
        {
            return false;
        }

        ascii = ascii[..length];
        OperationStatus status;
        int written;
        switch (encoding)
        {
            case TagEncoding.Hex or TagEncoding.HexUpper:
                status = Convert.FromHexString(ascii, tag, out _, out written);
                return status == OperationStatus.Done && written == tag.Length
                    && !(encoding == TagEncoding.Hex ? ascii.ContainsAnyInRange((byte)'A', (byte)'F') : ascii.ContainsAnyInRange((byte)'a', (byte)'f'));
            case TagEncoding.Base64:
                status = Base64.DecodeFromUtf8(ascii, tag, out _, out written);
                break;
            default:
                // The decoder takes any padding, and '%' for it: what must be there has been counted, so it is taken off first.
                int bare = Base64Url.GetEncodedLength(tag.Length);
                if (ascii[bare..].ContainsAnyExcept((byte)'='))
                {
                    return false;
                }

                status = Base64Url.DecodeFromUtf8(ascii[..bare], tag, out _, out written);
                break;
        }

        return status == OperationStatus.Done && written == tag.Length;
    }
}
