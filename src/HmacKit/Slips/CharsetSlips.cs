using System.Text;

namespace HmacKit;

/// <summary>Slips with the character encoding of the body, and with what is lost where an encoding lacks a character.</summary>
internal static class CharsetSlips
{
    public static IEnumerable<Slip> Vary(SignedRequest signed)
    {
        if (signed.Body.IsEmpty || !signed.HasSmallBody)
        {
            return [];
        }

        bool isAscii = !signed.Body.Span.ContainsAnyExceptInRange((byte)0, (byte)0x7F);
        return isAscii ? Wide(signed) : Latin1(signed).Concat(Wide(signed)).Concat(Narrow(signed));
    }

    /// <summary>The rarer encodings.</summary>
    public static IEnumerable<Slip> VaryWidely(SignedRequest signed)
    {
        bool isAscii = !signed.Body.Span.ContainsAnyExceptInRange((byte)0, (byte)0x7F);
        return isAscii || !signed.HasSmallBody ? [] : Windows(signed).Concat(Forms(signed));
    }

    private static Slip With(SignedRequest signed, byte[] body, DiagnosisCause cause, string what) => new(signed with { Body = body }, cause, what);

    private static IEnumerable<Slip> Latin1(SignedRequest signed)
    {
        yield return With(signed, Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(signed.Body.Span)), BodyCauses.BodyLatin1, "the body read as Latin-1 and written as UTF-8");
        string? text = Charsets.TryDecodeUtf8(signed.Body.Span);
        if (text is not null && text.All(static unit => unit <= 0xFF))
        {
            yield return With(signed, Encoding.Latin1.GetBytes(text), BodyCauses.BodyLatin1, "the body in Latin-1");
        }

    }

    private static IEnumerable<Slip> Windows(SignedRequest signed)
    {
        string? text = Charsets.TryDecodeUtf8(signed.Body.Span);
        foreach ((string name, Encoding encoding) in Charsets.Windows)
        {
            yield return With(signed, Encoding.UTF8.GetBytes(encoding.GetString(signed.Body.Span)), BodyCauses.BodyLatin1, $"the body read as {name} and written as UTF-8");
            if (text is not null)
            {
                yield return With(signed, encoding.GetBytes(text), BodyCauses.BodyLatin1, $"the body in {name}");
            }
        }
    }

    private static IEnumerable<Slip> Wide(SignedRequest signed)
    {
        if (Charsets.TryDecodeUtf8(signed.Body.Span) is { } text)
        {
            foreach ((string name, byte[] bytes) in Charsets.Wide(text))
            {
                yield return With(signed, bytes, BodyCauses.BodyUtf16, $"the body in {name}");
            }
        }

        // The whole message, where more than the body is signed.
        foreach (Encoding encoding in signed.Scheme.Plan.Steps.Length > 1 ? (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode] : [])
        {
            yield return new(signed.With((_, pieces) => InEncoding(pieces, encoding)), BodyCauses.BodyUtf16, $"the message in {encoding.EncodingName}");
        }

        // What came in two bytes a character, and was signed in UTF-8.
        if (signed.Body.Length % 2 == 0 && signed.Body.Span.ContainsAny((byte)0, (byte)0xFE))
        {
            foreach (Encoding encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32])
            {
                yield return With(signed, Encoding.UTF8.GetBytes(encoding.GetString(signed.Body.Span).TrimStart('\uFEFF')), BodyCauses.BodyUtf16, "the body in UTF-8");
            }
        }
    }

    private static MessagePiece[]? InEncoding(MessagePiece[] pieces, Encoding encoding)
    {
        var changed = new MessagePiece[pieces.Length];
        for (int i = 0; i < pieces.Length; i++)
        {
            if (Charsets.TryDecodeUtf8(pieces[i].Bytes.Span) is not { } text)
            {
                return null;
            }

            changed[i] = pieces[i] with { Bytes = encoding.GetBytes(text) };
        }

        return changed;
    }

    private static IEnumerable<Slip> Narrow(SignedRequest signed)
    {
        IEnumerable<(string, byte[])> narrow = Charsets.TryDecodeUtf8(signed.Body.Span) is { } text ? Charsets.Narrow(text) : [];
        foreach ((string name, byte[] bytes) in narrow.Concat(Charsets.ReadAsAscii(signed.Body)))
        {
            yield return With(signed, bytes, BodyCauses.BodyNarrowed, $"the body in {name}");
        }
    }

    /// <summary>Accents within a character or behind it.</summary>
    private static IEnumerable<Slip> Forms(SignedRequest signed)
    {
        if (Charsets.TryDecodeUtf8(signed.Body.Span) is { } text)
        {
            foreach (NormalizationForm form in (NormalizationForm[])[NormalizationForm.FormC, NormalizationForm.FormD])
            {
                string normalized = text.IsNormalized(form) ? text : text.Normalize(form);
                yield return With(signed, Encoding.UTF8.GetBytes(normalized), BodyCauses.BodyLatin1, $"the body in Unicode's normalization {form}");
            }
        }
    }
}
