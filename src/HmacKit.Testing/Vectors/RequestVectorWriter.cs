using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HmacKit.Testing;

/// <summary>A vector as a line of JSON, with its members in the order in which the files have them.</summary>
internal static class RequestVectorWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(RequestVector vector)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("id", vector.Id);
            json.WriteString("scheme", vector.Scheme);
            json.WriteString("keyId", vector.KeyId);
            json.WriteString("secret", vector.Secret);
            json.WriteString("method", vector.Method);
            json.WriteString("target", vector.Target);
            WriteHeaders(json, vector.Headers);
            json.WriteBase64String("bodyBase64", vector.Body.Span);
            json.WriteNumber("now", vector.Now.ToUnixTimeMilliseconds());
            if (vector.Expect.Length > 0)
            {
                json.WriteString("expect", vector.Expect);
            }

            if (vector.Source is not null)
            {
                json.WriteString("source", vector.Source);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    // Members of one name would be read as one, so what has one name in any case goes into one array.
    private static void WriteHeaders(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        json.WriteStartObject("headers");
        foreach (IGrouping<string, KeyValuePair<string, string>> header in headers.GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase))
        {
            string[] values = [.. header.Select(pair => pair.Value)];
            if (values is [var only])
            {
                json.WriteString(header.Key, only);
                continue;
            }

            json.WriteStartArray(header.Key);
            foreach (string value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
