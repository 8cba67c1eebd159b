using System.Text.Json;

namespace HmacKit.Testing;

/// <summary>A vector from a line of JSON. Strict, since a member that is misread makes a test that proves nothing.</summary>
internal static class RequestVectorReader
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public static RequestVector Read(string line)
    {
        if (line.Length > RequestVector.MaxLineLength)
        {
            throw new FormatException($"a line has at most {RequestVector.MaxLineLength} characters.");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(line, Options);
            return Read(document.RootElement);
        }
        catch (JsonException fault)
        {
            throw new FormatException($"not a JSON object with each member once: {fault.Message}", fault);
        }
        catch (InvalidOperationException fault)
        {
            // The reader says so of an escape such as \ud800 alone.
            throw new FormatException("half of a surrogate pair, which no text has.", fault);
        }
    }

    private static RequestVector Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("not a JSON object.");
        }

        return new RequestVector
        {
            Id = json.TryGetProperty("id", out JsonElement id) && id.ValueKind == JsonValueKind.Number ? id.GetRawText() : Text(json, "id") ?? "",
            Scheme = Text(json, "scheme") ?? throw Missing("scheme"),
            KeyId = Text(json, "keyId") ?? "",
            Secret = Text(json, "secret") ?? throw Missing("secret"),
            Method = Text(json, "method") ?? throw Missing("method"),
            Target = Text(json, "target") ?? throw Missing("target"),
            Headers = [.. Headers(json)],
            Body = Body(json),
            Now = Now(json),
            Expect = Text(json, "expect") ?? "",
            Source = Text(json, "source"),
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(JsonElement json)
    {
        if (!json.TryGetProperty("headers", out JsonElement headers))
        {
            yield break;
        }

        if (headers.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("'headers' is an object.");
        }

        foreach (JsonProperty header in headers.EnumerateObject())
        {
            if (header.Value.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement value in header.Value.EnumerateArray())
                {
                    yield return new(header.Name, HeaderText(header.Name, value));
                }
            }
            else
            {
                yield return new(header.Name, HeaderText(header.Name, header.Value));
            }
        }
    }

    private static string HeaderText(string name, JsonElement value) => value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw new FormatException($"the header '{name}' is a string or an array of strings.");

    private static byte[] Body(JsonElement json)
    {
        string text = Text(json, "bodyBase64") ?? "";
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw new FormatException("'bodyBase64' isn't base64.");
        }
    }

    private static DateTimeOffset Now(JsonElement json)
    {
        if (!json.TryGetProperty("now", out JsonElement now))
        {
            throw Missing("now");
        }

        return now.ValueKind == JsonValueKind.Number && now.TryGetInt64(out long milliseconds) && milliseconds is >= 0 and <= 253_402_300_799_999
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw new FormatException("'now' is a whole number of Unix milliseconds.");
    }

    private static string? Text(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw new FormatException($"'{name}' is a string.");
    }

    private static FormatException Missing(string name) => new($"'{name}' is missing.");
}
