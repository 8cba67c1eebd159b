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

        if (TryHex(text) is { } hex)
        {
            if (IsTagSize(hex))
            {
                bool isUpper = text.AsSpan().ContainsAnyInRange('A', 'F');
                DiagnosisCause? cause = encoding != TagEncoding.Hex ? SignatureCauses.SignatureEncoding : isUpper ? SignatureCauses.SignatureHexCase : null;
                yield return (hex, cause, isUpper && cause == SignatureCauses.SignatureHexCase ? "the request, read as upper-case hex" : "the request, read as hex");
            }

            yield break;
        }

        if (TryBase64(text) is not { } decoded)
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

    /// <summary>Base64 in either alphabet, with any padding; null if it is something else.</summary>
    public static byte[]? TryBase64(string text)
    {
        string standard = text.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        if (standard.Length == 0 || standard.Length % 4 == 1)
        {
            return null;
        }

        byte[] bytes = new byte[(standard.Length * 3 / 4) + 3];
        return Convert.TryFromBase64String(standard.PadRight((standard.Length + 3) / 4 * 4, '='), bytes, out int length) && !standard.AsSpan().ContainsAny(" \t\r\n")
            ? bytes[..length]
            : null;
    }

    private static DiagnosisCause? CauseOf(string text, TagEncoding encoding)
    {
        bool isUrl = text.AsSpan().ContainsAny('-', '_');
        bool isStandard = text.AsSpan().ContainsAny('+', '/');
        bool isPadded = text.EndsWith('=');
        int missing = (4 - (text.TrimEnd('=').Length % 4)) % 4;
        return encoding switch
        {
            TagEncoding.Hex => SignatureCauses.SignatureEncoding,
            TagEncoding.Base64 => isUrl ? SignatureCauses.SignatureBase64url
                : text.Length - text.TrimEnd('=').Length != missing ? SignatureCauses.SignaturePadding : null,
            _ => isStandard ? SignatureCauses.SignatureBase64url : isPadded ? SignatureCauses.SignaturePadding : null,
        };
    }

    private static byte[]? TryHex(string text)
    {
        byte[] bytes = new byte[text.Length / 2];
        return text.Length % 2 == 0 && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done ? bytes : null;
    }

    private static bool IsTagSize(byte[] tag) => Array.IndexOf(Sizes, tag.Length) >= 0;
}
