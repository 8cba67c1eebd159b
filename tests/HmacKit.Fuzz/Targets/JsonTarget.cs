using System.Text;
using System.Text.Json;

namespace HmacKit.Fuzz;

/// <summary>JSON readers beside the framework's: the input is a pointer, a line feed and a text.</summary>
internal static class JsonTarget
{
    private static readonly string[] Texts =
    [
        "/a/0/b\n{\"a\":[{\"b\":\"x\\u00e9\\n\"},1.50e+3,true,null],\"c\":{}}", "\n\"\\ud83d\\ude00\"", "/~0~1\n{\"~/\":1,\"a\":[]}", "/a\n{\"a\":1,\"\\u0061\":2}", "/x\n[[[[[[]]]]]]", "/a\n{\"a\":\"\\ud800\"}",
    ];

    public static FuzzTarget Create() => new("json", Texts.Select(Encoding.UTF8.GetBytes), Run);

    private static void Run(byte[] input)
    {
        int line = input.AsSpan().IndexOf((byte)'\n');
        byte[] json = input[(line + 1)..];
        bool isJson = IsJson(json);
        FuzzTarget.Must(JsonShape.IsJson(json) == isJson, "JSON is what the framework takes for JSON");
        if (JsonPointer.Parse(Encoding.UTF8.GetString(input.AsSpan(0, Math.Max(0, line)))) is { } pointer)
        {
            JsonPointer.Outcome outcome = pointer.Find(json, out JsonSlice slice);
            FuzzTarget.Must(isJson || outcome == JsonPointer.Outcome.Malformed, "nothing is found in what isn't JSON");
            if (outcome == JsonPointer.Outcome.Found)
            {
                byte[] value = json[slice.Start..(slice.Start + slice.Length)];
                FuzzTarget.Must(IsJson(value), "what is found is a JSON value");
                _ = JsonShape.TryCopyText(value, new byte[value.Length], out _);
            }
        }

        JsonValue? read = JsonValue.TryRead(json);
        FuzzTarget.Must(read is not null == isJson, "what is JSON can be taken apart");
        if (read is not null)
        {
            byte[] written = read.Write(JsonLayout.Compact);
            FuzzTarget.Must(JsonValue.TryRead(written) is { } again && again.Write(JsonLayout.Compact).AsSpan().SequenceEqual(written), "what is written reads as the same");
            if (IsText(json))
            {
                _ = read.Sorted().Write(JsonLayout.Indented(2));
            }
        }
    }

    private static bool IsJson(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether every name in it stands for text.</summary>
    private static bool IsText(byte[] json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                _ = reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String ? reader.GetString() : null;
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
