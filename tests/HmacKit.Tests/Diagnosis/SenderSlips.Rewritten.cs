using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HmacKit.Tests.Diagnosis;

/// <summary>Bodies that a gateway, a framework or a character encoding has changed, in both directions.</summary>
internal static partial class SenderSlips
{
    private static Dictionary<string, Func<Sender, bool>> Rewritten => new()
    {
        ["body_json_escapes"] = sender => EitherWay(sender, sender.Dice.One(
            ($$"""{"u":"https://a.b/{{sender.Dice.Word()}}","t":"Salt & Pepper"}""", $$"""{"u":"https:\/\/a.b\/{{sender.Last}}","t":"Salt \u0026 Pepper"}"""),
            ($$"""{"t":"50% of {{sender.Dice.Word()}}@x.org/é"}""", $$"""{"t":"50\u0025 of {{sender.Last}}\u0040x.org\/\u00e9"}"""),
            ($$"""{"t":"a=b & <{{sender.Dice.Word()}}> 漢"}""", $$"""{"t":"a\u003db \u0026 \u003c{{sender.Last}}\u003e \u6f22"}"""),
            ($$"""{"t":"it's {{sender.Dice.Word()}} + \"é\" 😀"}""", JsonSerializer.Serialize(new { t = $"it's {sender.Last} + \"é\" 😀" })))),
        ["body_json_nulls"] = sender => sender.Dice.Next(3) switch
        {
            0 => Sign(sender, $$"""{"id":"{{sender.Dice.Word()}}","note":null,"items":[{"a":null,"b":1}]}""", $$"""{"id":"{{sender.Last}}","items":[{"b":1}]}"""),
            1 => Sign(sender, $$"""{"id":"{{sender.Dice.Word()}}","n":0,"list":[],"text":"","no":null}""", $$"""{"id":"{{sender.Last}}"}"""),
            _ => Sign(sender, $$"""{"id":"{{sender.Dice.Word()}}"}""", $$"""{"id":"{{sender.Last}}","description":null}"""),
        },
        ["body_json_names"] = sender => EitherWay(sender, sender.Dice.One(
            ($$"""{"userId":"{{sender.Dice.Word()}}","lineItems":[{"unitPrice":1}]}""", $$"""{"UserId":"{{sender.Last}}","LineItems":[{"UnitPrice":1}]}"""),
            ($$"""{"userId":"{{sender.Dice.Word()}}","lineItems":[{"unitPrice":1}]}""", $$"""{"user_id":"{{sender.Last}}","line_items":[{"unit_price":1}]}"""))),
        ["body_json_numbers"] = sender => sender.Dice.Next(2) == 0
            ? Sign(sender, $$"""{"amount":12.50,"id":"{{sender.Dice.Word()}}","n":1.0}""", $$"""{"amount":12.5,"id":"{{sender.Last}}","n":1}""")
            : Sign(sender, $$"""{"amount":12,"id":"{{sender.Dice.Word()}}"}""", $$"""{"amount":12.0,"id":"{{sender.Last}}"}"""),
        ["body_base64"] = sender => EitherWay(sender, (Text($"{sender.Dice.Word()} a longer text that does not fit into one line of base64"), sender.Dice.One(
            Convert.ToBase64String(Utf8(Text($"{sender.Last} a longer text that does not fit into one line of base64"))),
            Convert.ToBase64String(Utf8(Text($"{sender.Last} a longer text that does not fit into one line of base64")), Base64FormattingOptions.InsertLineBreaks)))),
        ["body_json_string"] = sender => EitherWay(sender, sender.Dice.One(
            (Text(sender.Dice.Word()), JsonSerializer.Serialize(Text(sender.Last), Relaxed)),
            (Text(sender.Dice.Word()), JsonSerializer.Serialize(JsonSerializer.Serialize(Text(sender.Last), Relaxed), Relaxed)))),
        ["body_form_json"] = FormAndJson,
        ["body_envelope"] = sender =>
        {
            string inner = Text(sender.Dice.Word());
            return EitherWay(sender, (inner, sender.Dice.One($$"""{"body":{{JsonSerializer.Serialize(inner, Relaxed)}}}""", $$"""{"data":{{inner}}}""")))
                || Sign(sender, $$"""{"isBase64Encoded":true,"body":"{{Convert.ToBase64String(Utf8(inner))}}"}""", inner);
        },
        ["body_buffer"] = sender =>
        {
            string text = Text(sender.Dice.Word());
            return EitherWay(sender, (text, $$"""{"type":"Buffer","data":[{{string.Join(',', Utf8(text))}}]}"""));
        },
        ["body_utf16"] = sender =>
        {
            string text = Text(sender.Dice.Word() + sender.Dice.One("", "é"));
            byte[] wide = sender.Dice.One(Encoding.Unicode.GetBytes(text), Encoding.BigEndianUnicode.GetBytes(text), [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)]);
            return sender.Dice.Next(2) == 0 ? Sign(sender, Utf8(text), wide) : Sign(sender, wide, Utf8(text));
        },
        ["body_narrowed"] = sender =>
        {
            string text = Text($"{sender.Dice.Word()} 🚀 漢 é");
            return Sign(sender, Utf8(text), sender.Dice.One(
                Encoding.ASCII.GetBytes(text),
                [.. text.Select(unit => (byte)unit)],
                Utf8(Encoding.ASCII.GetString(Utf8(text))),
                [.. Utf8(text).Select(b => (byte)(b & 0x7F))],
                Encoding.Latin1.GetBytes(text)));
        },
        ["body_placeholder"] = sender => sender.Dice.Next(2) == 0
            ? Sign(sender, [], Utf8(sender.Dice.One("{}", "null", "[]")))
            : Sign(sender, Utf8(Text(sender.Dice.Word())), Utf8(sender.Dice.One("[object Object]", "undefined"))),
        ["header_other"] = sender =>
        {
            if (!sender.Scheme.Headers.All(header => header.Name.Contains('-', StringComparison.Ordinal) && !sender.Signs("header:" + header.Name)))
            {
                return false;
            }

            int kind = sender.Dice.Next(2);
            sender.RenameHeader = name => kind == 0 ? "svix" + name[name.LastIndexOf('-')..] : "X-Other" + name[name.IndexOf('-', StringComparison.Ordinal)..];

            // Where two names would fall together, or a name says nothing, there is no telling.
            string[] names = [.. sender.Scheme.Headers.Select(header => sender.RenameHeader(header.Name))];
            return names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Length && !names.Intersect(sender.Scheme.Headers.Select(header => header.Name)).Any();
        },
    };

    private static JsonSerializerOptions Relaxed { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Text(string word) => $$"""{"name":"{{word}}","n":1}""";

    private static bool FormAndJson(Sender sender)
    {
        string word = sender.Dice.Word();
        string json = $$"""{"token":"{{word}}","text":"9 + ~!*() é","url":"https://a.b/c"}""";
        IEnumerable<KeyValuePair<string, string>> fields = JsonNode.Parse(json)!.AsObject().Select(field => new KeyValuePair<string, string>(field.Key, (string)field.Value!));
        string form = sender.Dice.Next(3) switch
        {
            0 => string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}")),
            1 => string.Join('&', fields.Select(field => $"{field.Key}={System.Net.WebUtility.UrlEncode(field.Value)}")),
            _ => sender.Dice.One("payload=", "data=") + sender.Dice.One(Uri.EscapeDataString(json), System.Net.WebUtility.UrlEncode(json)),
        };
        return EitherWay(sender, (json, form));
    }

    private static bool EitherWay(Sender sender, (string One, string Other) texts) => sender.Dice.Next(2) == 0
        ? Sign(sender, texts.One, texts.Other)
        : Sign(sender, texts.Other, texts.One);

    private static bool Sign(Sender sender, string sent, string signedText) => Sign(sender, Utf8(sent), Utf8(signedText));

    private static bool Sign(Sender sender, byte[] sent, byte[] signedBody)
    {
        sender.Body = sent;
        return SignBody(sender, signedBody);
    }
}
