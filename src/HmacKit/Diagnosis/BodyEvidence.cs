using System.Globalization;

namespace HmacKit;

/// <summary>What a body shows of its way here, where nothing could be proven.</summary>
internal static class BodyEvidence
{
    /// <summary>The hints, the strongest first.</summary>
    public static IEnumerable<DiagnosisHint> Of(SignedRequest received)
    {
        if ((received.Scheme.Covers & (SignedParts.Body | SignedParts.Custom)) == 0 && received.Scheme.Digests.Length == 0)
        {
            yield break;
        }

        ReadOnlyMemory<byte> body = received.Body;
        bool hasLength = long.TryParse(received.Header("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out long length);
        bool isMissing = received.Options.BodyWasReadBefore || (hasLength && body.Length < length)
            || (body.IsEmpty && (received.Header("Transfer-Encoding") is not null || (!hasLength && received.Header("Content-Type") is not null)));
        if (isMissing)
        {
            yield return DiagnosisHint.BodyReadBefore;
        }
        else if (hasLength && body.Length > length)
        {
            yield return DiagnosisHint.BodyLength;
        }

        if (body.IsEmpty || !received.HasSmallBody)
        {
            yield break;
        }

        bool isText = body.Span.TrimStart(" \r\n\t"u8) is [(byte)'{' or (byte)'[', ..]
            || IsTextual(received.Header("Content-Type") ?? "");
        if (Charsets.TryDecodeUtf8(body.Span) is not { } text)
        {
            if (isText)
            {
                yield return DiagnosisHint.BodyNotUtf8;
            }

            yield break;
        }

        if (HasLostCharacters(text))
        {
            yield return DiagnosisHint.BodyLossy;
        }

        if (JsonSlips.IsObjectOrArray(received))
        {
            yield return DiagnosisHint.BodyRewritten;
        }
        else if (text.TrimStart() is ['{', ..] or ['[', ..])
        {
            yield return DiagnosisHint.BodyCutOff;
        }
        else if (FormSlips.IsLikeForm(received))
        {
            yield return DiagnosisHint.FormRewritten;
        }
    }

    private static bool IsTextual(string contentType) => contentType.Contains("json", StringComparison.OrdinalIgnoreCase)
        || contentType.Contains("form-urlencoded", StringComparison.OrdinalIgnoreCase) || contentType.StartsWith("text/", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// A replacement character; or a question mark that nobody would write: two in a row, one at the beginning of a word, or
    /// one between letters that begins no query.
    /// </summary>
    private static bool HasLostCharacters(string text)
    {
        if (text.Contains('\uFFFD', StringComparison.Ordinal))
        {
            return true;
        }

        for (int at = text.IndexOf('?', StringComparison.Ordinal); at >= 0; at = text.IndexOf('?', at + 1))
        {
            char before = at > 0 ? text[at - 1] : ' ';
            char behind = at + 1 < text.Length ? text[at + 1] : ' ';
            bool isWithinWord = char.IsLetter(before) && char.IsLetter(behind) && !BeginsQuery(text, at);
            if (behind == '?' || before is ' ' or '"' or '>' || isWithinWord)
            {
                return true;
            }
        }

        return false;
    }

    private static bool BeginsQuery(string text, int at)
    {
        int end = text.AsSpan(at).IndexOfAny(" \"\n<");
        return text.AsSpan(at, end < 0 ? text.Length - at : end).Contains('=') || text.AsSpan(0, at).LastIndexOfAny(" \"") is var start && text.AsSpan(start + 1, at - start - 1).Contains('/');
    }
}
