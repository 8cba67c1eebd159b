using System.Text;
using System.Text.Json;

namespace HmacKit;

/// <summary>Slips with a body that is a form (<c>a=1&amp;b=x+y</c>), or that was one before somebody turned it into JSON.</summary>
internal static class FormSlips
{
    /// <summary>The fields in which vendors send JSON.</summary>
    private static readonly string[] JsonFields = ["payload", "data", "json", "body", "event", "message", "notification", "request", "mandrill_events"];

    /// <summary>Of more fields only the usual orders are tried.</summary>
    private const int MaxPermutedFields = 4;

    /// <summary>And of more than these.</summary>
    private const int MaxWidelyPermutedFields = 5;

    public static IEnumerable<Slip> Vary(SignedRequest signed)
    {
        if (!IsForm(signed))
        {
            yield break;
        }

        string form = Encoding.ASCII.GetString(signed.Body.Span);
        foreach (PercentText.Style style in PercentText.Styles)
        {
            yield return Encoded(signed, PercentText.Reencode(form, style), style);
        }

        yield return With(signed, PercentText.Decode(form, hasPlus: true), BodyCauses.BodyFormEncoding, "the form without percent-encoding");
        yield return With(signed, PercentText.Decode(form, hasPlus: false), BodyCauses.BodyFormEncoding, "the form without percent-encoding");
        foreach (string[] fields in Orders(form.Split('&')))
        {
            yield return With(signed, Encoding.ASCII.GetBytes(string.Join('&', fields)), BodyCauses.BodyFormOrder, "the form with its fields in another order");
        }

        foreach (Slip slip in ToJson(signed, PercentMixtures.OfForm(form)))
        {
            yield return slip;
        }
    }

    /// <summary>Every mixture of encodings, also of the form that a JSON body was before.</summary>
    public static IEnumerable<Slip> VaryWidely(SignedRequest signed)
    {
        if (IsForm(signed))
        {
            string form = Encoding.ASCII.GetString(signed.Body.Span);
            foreach (PercentText.Style style in PercentMixtures.For(Encoding.UTF8.GetString(PercentText.Decode(form, hasPlus: true))))
            {
                yield return Encoded(signed, PercentText.Reencode(form, style), style);
            }

            string[] fields = form.Split('&');
            foreach (string[] order in fields.Length is > MaxPermutedFields and <= MaxWidelyPermutedFields ? LayoutSlips.Permutations(fields) : [])
            {
                yield return With(signed, Encoding.ASCII.GetBytes(string.Join('&', order)), BodyCauses.BodyFormOrder, "the form with its fields in another order");
            }
        }
        else if (DecodedForm(signed) is { } decoded)
        {
            foreach (PercentText.Style style in PercentMixtures.For(string.Concat(decoded.Select(static pair => pair.Key + pair.Value))))
            {
                yield return With(signed, Encoding.ASCII.GetBytes(PercentMixtures.ToForm(decoded, style)), BodyCauses.BodyFormEncoding, "the form with percent-encoding");
            }
        }

        if (!JsonSlips.IsObjectOrArray(signed) || Charsets.TryDecodeUtf8(signed.Body.Span) is not { } json)
        {
            yield break;
        }

        foreach (List<KeyValuePair<string, string>> pairs in Flat(JsonValue.TryRead(signed.Body)!))
        {
            foreach (PercentText.Style style in PercentMixtures.For(string.Concat(pairs.Select(static pair => pair.Key + pair.Value))))
            {
                yield return With(signed, Encoding.ASCII.GetBytes(PercentMixtures.ToForm(pairs, style)), BodyCauses.BodyFormJson, "the form whose fields the JSON has");
            }
        }

        foreach (string field in JsonFields)
        {
            foreach (PercentText.Style style in PercentMixtures.For(json))
            {
                yield return With(
                    signed, Encoding.ASCII.GetBytes(PercentMixtures.ToForm([new(field, json)], style)), BodyCauses.BodyFormJson, $"the form whose field '{field}' holds the JSON");
            }

            yield return With(signed, Encoding.UTF8.GetBytes($"{field}={json}"), BodyCauses.BodyFormJson, $"the form whose field '{field}' holds the JSON, without percent-encoding");
        }
    }

    /// <summary>Whether the body is a form, or says that it is one.</summary>
    public static bool IsLikeForm(SignedRequest signed) =>
        IsForm(signed) || (!signed.Body.IsEmpty && signed.Header("Content-Type")?.Contains("form-urlencoded", StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>Sorted, backwards, and of few fields every order.</summary>
    private static IEnumerable<string[]> Orders(string[] fields)
    {
        yield return [.. fields.Order(StringComparer.Ordinal)];
        yield return [.. fields.Reverse()];
        foreach (string[] order in fields.Length <= MaxPermutedFields ? LayoutSlips.Permutations(fields) : [])
        {
            yield return order;
        }
    }

    private static Slip With(SignedRequest signed, byte[] body, DiagnosisCause cause, string what) => new(signed with { Body = body }, cause, what);

    private static Slip Encoded(SignedRequest signed, string form, PercentText.Style style) =>
        With(signed, Encoding.ASCII.GetBytes(form), BodyCauses.BodyFormEncoding, $"the form encoded in the way of {style.Name}");

    /// <summary>The value of one field, and all fields as JSON.</summary>
    private static IEnumerable<Slip> ToJson(SignedRequest signed, List<KeyValuePair<string, string>> pairs)
    {
        foreach ((string name, string value) in pairs)
        {
            yield return With(signed, Encoding.UTF8.GetBytes(value), BodyCauses.BodyFormJson, "the value of one field of the form");
            if (CompactJson.TryWrite(Encoding.UTF8.GetBytes(value), new byte[Encoding.UTF8.GetByteCount(value)], out _))
            {
                yield return With(signed, JsonValue.TryRead(Encoding.UTF8.GetBytes(value))!.Write(JsonLayout.Compact), BodyCauses.BodyFormJson, "the value of one field of the form as compact JSON");
            }
        }

        JsonValue flat = JsonValue.OfObject(pairs.DistinctBy(static pair => pair.Key).Select(pair =>
            new KeyValuePair<string, JsonValue>(pair.Key, pairs.Count(other => other.Key == pair.Key) > 1
                ? JsonValue.OfArray(pairs.Where(other => other.Key == pair.Key).Select(static other => JsonValue.OfString(other.Value)))
                : JsonValue.OfString(pair.Value))));
        yield return With(signed, flat.Write(JsonLayout.Compact), BodyCauses.BodyFormJson, "the fields of the form as JSON");
        yield return With(signed, flat.Write(JsonLayout.Spaced), BodyCauses.BodyFormJson, "the fields of the form as JSON with blanks");
        JsonValue nested = flat.WithScalars(static value => JsonShape.IsJson(Encoding.UTF8.GetBytes(value.Decoded)) && value.Decoded is ['{' or '[', ..] ? value.Decoded : null);
        yield return With(signed, nested.Write(JsonLayout.Compact), BodyCauses.BodyFormJson, "the fields of the form as JSON, with the JSON in them taken apart");
    }

    /// <summary>An object as the fields of a form: repeated names for its arrays, with brackets or without.</summary>
    private static IEnumerable<List<KeyValuePair<string, string>>> Flat(JsonValue json)
    {
        if (!json.IsObject || json.Items.Count == 0)
        {
            yield break;
        }

        bool hasArrays = json.Items.Any(static item => item.Value.Kind == JsonTokenType.StartArray);
        foreach (string brackets in hasArrays ? (string[])["", "[]"] : [""])
        {
            yield return [.. json.Items.SelectMany(item => item.Value.Kind == JsonTokenType.StartArray
                ? item.Value.Items.Select(value => new KeyValuePair<string, string>(item.DecodedName + brackets, Text(value.Value)))
                : [new(item.DecodedName, Text(item.Value))])];
        }
    }

    private static string Text(JsonValue value) =>
        value.Kind == JsonTokenType.Null ? "" : value.IsScalar ? value.Decoded : Encoding.UTF8.GetString(value.Write(JsonLayout.Compact));

    /// <summary>What may be a form that somebody has decoded as a whole, and so is none any longer; null if it can't be.</summary>
    private static List<KeyValuePair<string, string>>? DecodedForm(SignedRequest signed) =>
        signed.HasSmallBody && signed.Body.Span.Contains((byte)'=') && signed.Body.Span is not [(byte)'{' or (byte)'[' or (byte)'<', ..] && Charsets.TryDecodeUtf8(signed.Body.Span) is { } text
            ? [.. text.Split('&').Select(static pair => (string[])[.. pair.Split('=', 2), ""]).Select(static halves => new KeyValuePair<string, string>(halves[0], halves[1]))]
            : null;

    private static bool IsForm(SignedRequest signed)
    {
        ReadOnlySpan<byte> body = signed.Body.Span;
        return signed.HasSmallBody && body.Contains((byte)'=') && !body.ContainsAnyExceptInRange((byte)'!', (byte)'~') && body[0] is not ((byte)'{' or (byte)'[' or (byte)'<');
    }
}
