using System.Text;
using System.Text.Encodings.Web;

namespace HmacKit;

/// <summary>Slips of those who turn data into JSON twice: once for signing, once for sending.</summary>
internal static class JsonSlips
{
    private static readonly (string What, DiagnosisCause Cause, JsonStrings.Spelling Spelling)[] Spellings =
    [
        ("the body as JSON in UTF-8, without \\u escapes", BodyCauses.BodyJsonUnicode, (rune, isEscaped) => isEscaped && !rune.IsAscii ? rune.ToString() : null),
        ("the body as JSON with \\u escapes", BodyCauses.BodyJsonUnicode, (rune, _) => rune.IsAscii ? null : JsonStrings.Escape(rune)),
        ("the body as JSON with \\u escapes in upper case", BodyCauses.BodyJsonUnicode, (rune, _) => rune.IsAscii ? null : JsonStrings.Escape(rune, isUpperCase: true)),
        ("the body as JSON without escaped slashes", BodyCauses.BodyJsonSlashes, (rune, _) => rune.Value == '/' ? "/" : null),
        ("the body as JSON with escaped slashes", BodyCauses.BodyJsonSlashes, (rune, _) => rune.Value == '/' ? "\\/" : null),
        ("the body as JSON in the way of PHP", BodyCauses.BodyJsonSlashes, (rune, _) => rune.Value == '/' ? "\\/" : rune.IsAscii ? null : JsonStrings.Escape(rune)),
        ("the body as JSON in UTF-8 without escaped slashes", BodyCauses.BodyJsonSlashes,
            (rune, isEscaped) => rune.Value == '/' ? "/" : isEscaped && !rune.IsAscii ? rune.ToString() : null),
        ("the body as JSON without HTML-safe escapes", BodyCauses.BodyJsonHtml, Plain),
        ("the body as JSON in the way of Go", BodyCauses.BodyJsonHtml, (rune, _) => IsUnsafeForGo(rune) ? JsonStrings.Escape(rune) : null),
        ("the body as JSON in the way of .NET", BodyCauses.BodyJsonHtml, (rune, _) => IsUnsafeForNet(rune) ? JavaScriptEncoder.Default.Encode(rune.ToString()) : null),
    ];

    /// <summary>The body with its names sorted.</summary>
    public static IEnumerable<Variation> Sort(Draft draft)
    {
        if (IsObjectOrArray(draft))
        {
            byte[] sorted = JsonText.Write(draft.Body.Span, JsonText.LayoutOf(draft.Body.Span), isSorted: true);
            yield return new(draft with { Body = sorted }, BodyCauses.BodyJsonSorted, "the body as JSON with sorted names");
        }
    }

    /// <summary>The body with other escapes in its strings.</summary>
    public static IEnumerable<Variation> Escape(Draft draft)
    {
        if (IsObjectOrArray(draft))
        {
            foreach ((string what, DiagnosisCause cause, JsonStrings.Spelling spelling) in Spellings)
            {
                yield return new(draft with { Body = JsonStrings.Respell(draft.Body.Span, spelling) }, cause, what);
            }
        }
    }

    /// <summary>The body with other blanks between its tokens.</summary>
    public static IEnumerable<Variation> LayOut(Draft draft)
    {
        if (!IsObjectOrArray(draft))
        {
            yield break;
        }

        Variation With(JsonText.Layout layout, DiagnosisCause cause, string what) =>
            new(draft with { Body = JsonText.Write(draft.Body.Span, layout, isSorted: false) }, cause, what);
        yield return With(JsonText.Layout.Compact, BodyCauses.BodyJsonCompact, "the body as compact JSON");
        yield return With(JsonText.Layout.Spaced, BodyCauses.BodyJsonSpaced, "the body as JSON with blanks behind colons and commas");
        yield return With(JsonText.Layout.Indented(2), BodyCauses.BodyJsonIndented, "the body as JSON indented by two blanks");
        yield return With(JsonText.Layout.Indented(4), BodyCauses.BodyJsonIndented, "the body as JSON indented by four blanks");
    }

    private static bool IsObjectOrArray(Draft draft)
    {
        ReadOnlySpan<byte> body = draft.Body.Span;
        return draft.HasSmallBody && body.TrimStart(" \r\n\t"u8) is [(byte)'{' or (byte)'[', ..] && JsonShape.IsJson(body);
    }

    private static bool IsUnsafeForGo(Rune rune) => rune.Value is '<' or '>' or '&' or 0x2028 or 0x2029;

    private static bool IsUnsafeForNet(Rune rune) => !rune.IsAscii || rune.Value is '<' or '>' or '&' or '\'' or '+' or '`' or '"' or 0x7F;

    private static string? Plain(Rune rune, bool isEscaped) => !isEscaped ? null : rune.Value switch
    {
        '"' => "\\\"",
        '<' or '>' or '&' or '\'' or '+' or '`' or 0x7F or > 0x7F => rune.ToString(),
        _ => null,
    };
}
