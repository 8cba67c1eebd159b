using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace HmacKit;

/// <summary>Slips of gateways and frameworks that hand a body over wrapped up or unwrapped: as base64, as a JSON string, as a member of an envelope, as a buffer's numbers.</summary>
internal static class WrappingSlips
{
    private const int LineLength = 76;

    private static readonly string[] UsualNames = ["body", "data", "payload", "event", "message"];

    public static IEnumerable<Slip> Vary(SignedRequest signed)
    {
        if (signed.Body.IsEmpty)
        {
            return ForNothing(signed);
        }

        return signed.HasSmallBody ? Base64(signed).Concat(JsonString(signed)).Concat(Envelope(signed)).Concat(Buffer(signed)).Concat(Words(signed)) : [];
    }

    /// <summary>The rarer ways of wrapping up.</summary>
    public static IEnumerable<Slip> VaryWidely(SignedRequest signed) => signed.Body.IsEmpty || !signed.HasSmallBody
        ? []
        : Base64InLines(signed).Concat(RareJsonStrings(signed)).Concat(IntoEnvelope(signed)).Concat(Numbers(signed));

    private static Slip With(SignedRequest signed, byte[] body, DiagnosisCause cause, string what) => new(signed with { Body = body }, cause, what);

    private static IEnumerable<Slip> ForNothing(SignedRequest signed)
    {
        foreach (string text in (string[])["{}", "null", "[]", "\"\"", "undefined", " ", "None", "{ }"])
        {
            yield return With(signed, Encoding.ASCII.GetBytes(text), BodyCauses.BodyPlaceholder, $"'{text}' where no body is sent");
        }
    }

    private static IEnumerable<Slip> Base64(SignedRequest signed)
    {
        ReadOnlySpan<byte> body = signed.Body.Span;
        if (body.Length > 3 && !body.ContainsAnyExceptInRange((byte)'\n', (byte)'z')
            && LenientBase64.TryDecode(Encoding.ASCII.GetString(body).Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal)) is { } decoded)
        {
            yield return With(signed, decoded, BodyCauses.BodyBase64, "the body decoded from base64");
        }

        string base64 = Convert.ToBase64String(signed.Body.Span);
        yield return With(signed, Encoding.ASCII.GetBytes(base64), BodyCauses.BodyBase64, "the body encoded as base64");
        yield return With(signed, Encoding.ASCII.GetBytes(Base64Url.EncodeToString(signed.Body.Span)), BodyCauses.BodyBase64, "the body encoded as base64url");
    }

    private static IEnumerable<Slip> Base64InLines(SignedRequest signed)
    {
        string base64 = Convert.ToBase64String(signed.Body.Span);
        if (base64.Length > LineLength)
        {
            string lines = string.Join('\n', base64.Chunk(LineLength).Select(static line => new string(line)));
            yield return With(signed, Encoding.ASCII.GetBytes(lines), BodyCauses.BodyBase64, "the body encoded as base64 in lines");
            yield return With(signed, Encoding.ASCII.GetBytes(lines + "\n"), BodyCauses.BodyBase64, "the body encoded as base64 in lines");
            yield return With(signed, Encoding.ASCII.GetBytes(lines.Replace("\n", "\r\n", StringComparison.Ordinal)), BodyCauses.BodyBase64, "the body encoded as base64 in lines");
        }
    }

    /// <summary>The text as a JSON string, or the text within one; twice over too.</summary>
    private static IEnumerable<Slip> JsonString(SignedRequest signed)
    {
        if (signed.Body.Span[0] == (byte)'"' && JsonValue.TryRead(signed.Body) is { Kind: JsonTokenType.String } whole)
        {
            byte[] inner = Encoding.UTF8.GetBytes(whole.Decoded);
            yield return With(signed, inner, BodyCauses.BodyJsonString, "the text within the JSON string that came");
            if (JsonValue.TryRead(inner) is { Kind: JsonTokenType.String } twice)
            {
                yield return With(signed, Encoding.UTF8.GetBytes(twice.Decoded), BodyCauses.BodyJsonString, "the text within the JSON string in the JSON string that came");
            }
        }

        if (Charsets.TryDecodeUtf8(signed.Body.Span) is not { } text)
        {
            yield break;
        }

        byte[] quoted = Encoding.UTF8.GetBytes(JsonStrings.Quote(text));
        yield return With(signed, quoted, BodyCauses.BodyJsonString, "the body as a JSON string");
        yield return With(signed, Encoding.UTF8.GetBytes(JsonStrings.Quote(JsonStrings.Quote(text))), BodyCauses.BodyJsonString, "the body as a JSON string in a JSON string");
    }

    private static IEnumerable<Slip> RareJsonStrings(SignedRequest signed)
    {
        if (Charsets.TryDecodeUtf8(signed.Body.Span) is not { } text)
        {
            yield break;
        }

        byte[] quoted = Encoding.UTF8.GetBytes(JsonStrings.Quote(text));
        foreach (byte[] body in JsonEscapeSlips.Spellings(quoted))
        {
            yield return With(signed, body, BodyCauses.BodyJsonString, "the body as a JSON string with other escapes");
        }

        // Quotes escaped, but none around them: a string that was pasted into a template.
        yield return With(signed, quoted[1..^1], BodyCauses.BodyJsonString, "the body with the escapes of a JSON string, without its quotes");
        if (text.Contains("\\\"", StringComparison.Ordinal) && JsonValue.TryRead(Encoding.UTF8.GetBytes($"\"{text}\"")) is { } pasted)
        {
            yield return With(signed, Encoding.UTF8.GetBytes(pasted.Decoded), BodyCauses.BodyJsonString, "the body without the escapes of a JSON string");
        }
    }

    /// <summary>The value of one member, or the body as one.</summary>
    private static IEnumerable<Slip> Envelope(SignedRequest signed)
    {
        JsonValue? json = JsonSlips.IsObjectOrArray(signed) ? JsonValue.TryRead(signed.Body) : null;
        foreach (JsonValue.Item item in json is { IsObject: true } ? json.Items : [])
        {
            string what = "the value of one member of the body";
            if (item.Value.Kind == JsonTokenType.String)
            {
                string text = item.Value.Decoded;
                yield return With(signed, Encoding.UTF8.GetBytes(text), BodyCauses.BodyEnvelope, what);
                if (LenientBase64.TryDecode(text) is { Length: > 1 } decoded)
                {
                    yield return With(signed, decoded, BodyCauses.BodyEnvelope, $"{what}, decoded from base64");
                }
            }
            else if (!item.Value.IsScalar)
            {
                yield return With(signed, item.Value.Write(JsonLayout.Of(signed.Body.Span)), BodyCauses.BodyEnvelope, what);
                yield return With(signed, item.Value.Write(JsonLayout.Compact), BodyCauses.BodyEnvelope, what);
            }
        }

        if (json is { IsScalar: false, IsObject: false, Items: [var only] })
        {
            yield return With(signed, only.Value.Write(JsonLayout.Of(signed.Body.Span)), BodyCauses.BodyEnvelope, "the one item of the array that came");
        }

    }

    private static IEnumerable<Slip> IntoEnvelope(SignedRequest signed)
    {
        JsonValue? json = JsonSlips.IsObjectOrArray(signed) ? JsonValue.TryRead(signed.Body) : null;
        if (json is not null)
        {
            yield return With(signed, JsonValue.OfArray([json]).Write(JsonLayout.Of(signed.Body.Span)), BodyCauses.BodyEnvelope, "the body in an array");
        }

        foreach (string name in UsualNames)
        {
            if (json is not null)
            {
                yield return With(signed, JsonValue.OfObject([new(name, json)]).Write(JsonLayout.Of(signed.Body.Span)), BodyCauses.BodyEnvelope, $"the body as the member '{name}'");
            }

            if (Charsets.TryDecodeUtf8(signed.Body.Span) is { } text)
            {
                yield return With(signed, JsonValue.OfObject([new(name, JsonValue.OfString(text))]).Write(JsonLayout.Compact), BodyCauses.BodyEnvelope, $"the body as text of the member '{name}'");
            }
        }
    }

    /// <summary>Node's buffers as <c>JSON.stringify</c> writes them: <c>{"type":"Buffer","data":[123,125]}</c>.</summary>
    private static IEnumerable<Slip> Numbers(SignedRequest signed)
    {
        string numbers = string.Join(',', signed.Body.ToArray());
        yield return With(signed, Encoding.ASCII.GetBytes($$"""{"type":"Buffer","data":[{{numbers}}]}"""), BodyCauses.BodyBuffer, "the body as a buffer's JSON");
        yield return With(signed, Encoding.ASCII.GetBytes($"[{numbers}]"), BodyCauses.BodyBuffer, "the body as a list of its bytes");
        yield return With(signed, Encoding.ASCII.GetBytes(numbers), BodyCauses.BodyBuffer, "the body as a list of its bytes");
        yield return With(signed, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(signed.Body.Span)), BodyCauses.BodyBuffer, "the body in hex");
    }

    private static IEnumerable<Slip> Buffer(SignedRequest signed)
    {
        if (JsonSlips.IsObjectOrArray(signed) && BytesOf(JsonValue.TryRead(signed.Body)!) is { } bytes)
        {
            yield return With(signed, bytes, BodyCauses.BodyBuffer, "the bytes of the buffer whose JSON came");
        }
    }

    private static byte[]? BytesOf(JsonValue json)
    {
        JsonValue? list = json.IsObject ? json.Items.FirstOrDefault(static item => item.DecodedName == "data").Value : json;
        if (list is not { Kind: JsonTokenType.StartArray, Items.Count: > 0 })
        {
            return null;
        }

        byte[] bytes = new byte[list.Items.Count];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (list.Items[i].Value is not { Kind: JsonTokenType.Number } number || !byte.TryParse(number.Decoded, out bytes[i]))
            {
                return null;
            }
        }

        return bytes;
    }

    /// <summary>What is left of an object that was taken for text.</summary>
    private static IEnumerable<Slip> Words(SignedRequest signed)
    {
        foreach (string text in (string[])["[object Object]", "undefined", "null", "{}", "Array", "[object Promise]", "\"\""])
        {
            yield return With(signed, Encoding.ASCII.GetBytes(text), BodyCauses.BodyPlaceholder, $"'{text}' in place of the body");
        }
    }
}
