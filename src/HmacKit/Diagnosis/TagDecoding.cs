using System.Buffers;
using System.Text;

namespace HmacKit;

/// <summary>A signature as text, read more leniently than the verifier does, with what is wrong with the spelling.</summary>
internal static class TagDecoding
{
    private static readonly int[] Sizes = [20, 32, 48, 64];

    /// <summary>All that a text may stand for as a tag of the usual sizes.</summary>
    public static IEnumerable<(byte[] Tag, DiagnosisCause? Cause, string What)> Read(string text, TagEncoding encoding)
    {
        if (text.Length is < 26 or > 256)
        {
            yield break;
        }

        if (text.Contains('%', StringComparison.Ordinal))
        {
            foreach ((byte[] tag, _, _) in Read(Encoding.ASCII.GetString(PercentText.Decode(text, hasPlus: false)).Replace('%', '?'), encoding))
            {
                yield return (tag, SignatureCauses.SignatureEncoding, "the request, read behind its percent-encoding");
            }
        }

        if (WithoutSeparators(text) is { } bare && TryHex(bare) is { } separated && IsTagSize(separated))
        {
            yield return (separated, encoding is TagEncoding.Hex or TagEncoding.HexUpper ? SignatureCauses.SignatureSeparators : SignatureCauses.SignatureEncoding, "the request, read as hex with separators between its bytes");
            yield break;
        }

        if (TryHex(text) is { } hex)
        {
            if (IsTagSize(hex))
            {
                bool isUpper = text.AsSpan().ContainsAnyInRange('A', 'F');
                bool isLower = text.AsSpan().ContainsAnyInRange('a', 'f');
                DiagnosisCause? cause = encoding is not (TagEncoding.Hex or TagEncoding.HexUpper) ? SignatureCauses.SignatureEncoding
                    : (encoding == TagEncoding.Hex ? isUpper : isLower) ? SignatureCauses.SignatureHexCase
                    : null;
                string what = cause != SignatureCauses.SignatureHexCase ? "hex" : isUpper ? "upper-case hex" : "lower-case hex";
                yield return (hex, cause, $"the request, read as {what}");
            }

            yield break;
        }

        if (LenientBase64.TryDecode(text) is not { } decoded)
        {
            yield break;
        }

        if (IsTagSize(decoded))
        {
            yield return (decoded, CauseOf(text, encoding), "the request, read as base64");
        }

        if (Encoding.ASCII.GetString(decoded) is var inner && TryHex(inner) is { } twice && IsTagSize(twice))
        {
            yield return (twice, SignatureCauses.SignatureEncoding, "the request, read as hex within base64");
        }
    }

    private static DiagnosisCause? CauseOf(string text, TagEncoding encoding)
    {
        bool isUrl = text.AsSpan().ContainsAny('-', '_');
        bool isStandard = text.AsSpan().ContainsAny('+', '/');
        bool isPadded = text.EndsWith('=');
        int missing = (4 - (text.TrimEnd('=').Length % 4)) % 4;
        return encoding switch
        {
            TagEncoding.Hex or TagEncoding.HexUpper => SignatureCauses.SignatureEncoding,
            TagEncoding.Base64UrlPadded => isStandard ? SignatureCauses.SignatureBase64url
                : text.Length - text.TrimEnd('=').Length != missing ? SignatureCauses.SignaturePadding : null,
            TagEncoding.Base64 => isUrl ? SignatureCauses.SignatureBase64url
                : text.Length - text.TrimEnd('=').Length != missing ? SignatureCauses.SignaturePadding : null,
            _ => isStandard ? SignatureCauses.SignatureBase64url : isPadded ? SignatureCauses.SignaturePadding : null,
        };
    }

    /// <summary>The digits of <c>9F-86-D0</c>, <c>9f:86:d0</c> or <c>0x9f86d0</c>; null if the text is none of these.</summary>
    private static string? WithoutSeparators(string text)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return text[2..];
        }

        char separator = text[2];
        bool isSeparated = separator is '-' or ':' or ' ' && text.Length % 3 == 2;
        for (int i = 0; i < text.Length && isSeparated; i++)
        {
            isSeparated = i % 3 == 2 ? text[i] == separator : char.IsAsciiHexDigit(text[i]);
        }

        return isSeparated ? text.Replace(separator.ToString(), "", StringComparison.Ordinal) : null;
    }

    private static byte[]? TryHex(string text)
    {
        byte[] bytes = new byte[text.Length / 2];
        return text.Length % 2 == 0 && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done ? bytes : null;
    }

    private static bool IsTagSize(byte[] tag) => Array.IndexOf(Sizes, tag.Length) >= 0;
}
