using System.Text.Json;

namespace HmacKit.Tests.Diagnosis;

/// <summary>Bodies that are turned into JSON twice; those that other languages wrote are in <c>Vectors/diagnosis</c>.</summary>
internal static partial class SenderSlips
{
    private static Dictionary<string, Func<Sender, bool>> Json => new()
    {
        ["body_json_compact"] = sender => Spaced(sender, word => ($$$"""{"a": 1, "b": ["x, y", {"c": "{{{word}}}"}]}""", $$$"""{"a":1,"b":["x, y",{"c":"{{{word}}}"}]}""")),
        ["body_json_spaced"] = sender => Spaced(sender, word => ($$$"""{"a":1,"b":["x,y",{"c":"{{{word}}}"}]}""", $$$"""{"a": 1, "b": ["x,y", {"c": "{{{word}}}"}]}""")),
        ["body_json_indented"] = sender => Spaced(sender, word => sender.Dice.One(
            ($$$"""{"a":1,"b":["{{{word}}}",2],"c":{}}""", $"{{\n  \"a\": 1,\n  \"b\": [\n    \"{word}\",\n    2\n  ],\n  \"c\": {{}}\n}}"),
            ($$$"""{"a": 1, "b": ["{{{word}}}"]}""", $"{{\n    \"a\": 1,\n    \"b\": [\n        \"{word}\"\n    ]\n}}"))),
        ["body_json_sorted"] = sender => Spaced(sender, word => sender.Dice.One(
            ($$$"""{"z":"{{{word}}}","a":{"d":1,"b":[{"y":1,"x":2}]}}""", $$$"""{"a":{"b":[{"x":2,"y":1}],"d":1},"z":"{{{word}}}"}"""),
            ($$$"""{"b": "{{{word}}}", "B": 1, "a": 2}""", $$$"""{"B": 1, "a": 2, "b": "{{{word}}}"}"""))),
        ["body_json_unicode"] = sender => Spaced(sender, word => sender.Dice.One(
            ($$$"""{"a":"{{{word}}} é 漢 😀"}""", $$$"""{"a":"{{{word}}} \u00e9 \u6f22 \ud83d\ude00"}"""),
            ($$$"""{"a": "{{{word}}} \u00e9 \ud83d\ude00"}""", $$$"""{"a": "{{{word}}} é 😀"}"""),
            ($$$"""{"a":"{{{word}}}é"}""", $$$"""{"a":"{{{word}}}\u00E9"}"""))),
        ["body_json_slashes"] = sender => Spaced(sender, word => sender.Dice.One(
            ($$$"""{"u":"https://{{{word}}}/x"}""", $$$"""{"u":"https:\/\/{{{word}}}\/x"}"""),
            ($$$"""{"u":"https:\/\/{{{word}}}\/x"}""", $$$"""{"u":"https://{{{word}}}/x"}"""),
            ($$$"""{"u":"a/{{{word}}}/é"}""", $$$"""{"u":"a\/{{{word}}}\/é"}"""))),
        ["body_json_html"] = sender => Spaced(sender, word => sender.Dice.One(
            ($$$"""{"h":"<b>{{{word}}}</b> & more"}""", $$$"""{"h":"\u003cb\u003e{{{word}}}\u003c/b\u003e \u0026 more"}"""),
            ($$$"""{"h":"\u003cb\u003e{{{word}}} \u0026"}""", $$$"""{"h":"<b>{{{word}}} &"}"""),
            ($$$"""{"h":"it's <{{{word}}}>"}""", NetJson($"it's <{word}>")))),
    };

    // What System.Text.Json writes by default.
    private static string NetJson(string text) => JsonSerializer.Serialize(new Dictionary<string, string> { ["h"] = text });

    private static bool Spaced(Sender sender, Func<string, (string Sent, string Signed)> texts)
    {
        (string sent, string signedText) = texts(sender.Dice.Word());
        sender.Body = Utf8(sent);
        return SignBody(sender, Utf8(signedText));
    }
}
