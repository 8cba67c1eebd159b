using System.Text;

namespace HmacKit;

/// <summary>Slips with a body that is a form (<c>a=1&amp;b=x+y</c>).</summary>
internal static class FormSlips
{
    public static IEnumerable<Variation> Vary(Draft draft)
    {
        if (!IsForm(draft))
        {
            yield break;
        }

        string form = Encoding.ASCII.GetString(draft.Body.Span);
        foreach (PercentText.Style style in PercentText.Styles)
        {
            yield return With(draft, Encoding.ASCII.GetBytes(PercentText.Reencode(form, style)), $"the form encoded in the way of {style.Name}");
        }

        yield return With(draft, PercentText.Decode(form, hasPlus: true), "the form without percent-encoding");
        yield return With(draft, PercentText.Decode(form, hasPlus: false), "the form without percent-encoding");
    }

    private static Variation With(Draft draft, byte[] body, string what) => new(draft with { Body = body }, BodyCauses.BodyFormEncoding, what);

    private static bool IsForm(Draft draft)
    {
        ReadOnlySpan<byte> body = draft.Body.Span;
        return draft.HasSmallBody && body.Contains((byte)'=') && !body.ContainsAnyExceptInRange((byte)'!', (byte)'~') && body[0] is not ((byte)'{' or (byte)'[' or (byte)'<');
    }
}
