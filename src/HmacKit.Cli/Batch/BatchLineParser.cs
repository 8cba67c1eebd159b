using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace HmacKit.Cli;

/// <summary>Reads a line of a batch. Whatever the line holds, what is wrong with it is a fault of the result, not an exception.</summary>
internal static class BatchLineParser
{
    private const string HalfPair = "has half of a surrogate pair, which no text has";

    [Flags]
    private enum Field
    {
        None = 0,
        Id = 1,
        Scheme = 2,
        KeyId = 4,
        Secret = 8,
        Method = 16,
        Target = 32,
        Headers = 64,
        Body = 128,
        Now = 256,
        Timestamp = 512,
        Nonce = 1024,
        MessageId = 2048,
        Url = 4096,
        Params = 8192,
        Request = 16384,
        Algorithm = 32768,
    }

    /// <summary>Reads it as far as it goes, so that a line that breaks off still has its id.</summary>
    public static BatchLine Parse(ReadOnlyMemory<byte> json)
    {
        var line = new BatchLine();
        if (!Utf8.IsValid(json.Span))
        {
            line.AddFault("not valid UTF-8"); // and on, for its id
        }

        var reader = new Utf8JsonReader(json.Span);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                line.AddFault("not a JSON object");
                return line;
            }

            ReadFields(ref reader, json, line, Field.None);
            reader.Read(); // throws if there is more behind the object
        }
        catch (JsonException exception)
        {
            line.AddFault($"not valid JSON at byte {exception.BytePositionInLine}");
        }

        return line;
    }

    private static Field ReadFields(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, BatchLine line, Field seen)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            (Field field, string name) = Recognise(reader, line);
            if (field != Field.None && (seen & field) != 0)
            {
                line.AddFault($"'{name}' is there more than once");
            }

            seen |= field;
            reader.Read();
            if (field == Field.Request && reader.TokenType == JsonTokenType.StartObject)
            {
                // Files of vectors keep the request's own fields in an object.
                line.HasRequest = true;
                seen = ReadFields(ref reader, json, line, seen);
                continue;
            }

            ReadField(ref reader, field, name, json, line);
            reader.Skip();
        }

        return seen;
    }

    private static (Field Field, string Name) Recognise(in Utf8JsonReader reader, BatchLine line)
    {
        try
        {
            return reader.ValueTextEquals("id"u8) ? (Field.Id, "id")
                : reader.ValueTextEquals("scheme"u8) ? (Field.Scheme, "scheme")
                : reader.ValueTextEquals("keyId"u8) ? (Field.KeyId, "keyId")
                : reader.ValueTextEquals("secret"u8) ? (Field.Secret, "secret")
                : reader.ValueTextEquals("method"u8) ? (Field.Method, "method")
                : reader.ValueTextEquals("target"u8) ? (Field.Target, "target")
                : reader.ValueTextEquals("headers"u8) ? (Field.Headers, "headers")
                : reader.ValueTextEquals("bodyBase64"u8) ? (Field.Body, "bodyBase64")
                : reader.ValueTextEquals("now"u8) ? (Field.Now, "now")
                : reader.ValueTextEquals("timestamp"u8) ? (Field.Timestamp, "timestamp")
                : reader.ValueTextEquals("nonce"u8) ? (Field.Nonce, "nonce")
                : reader.ValueTextEquals("messageId"u8) ? (Field.MessageId, "messageId")
                : reader.ValueTextEquals("url"u8) ? (Field.Url, "url")
                : reader.ValueTextEquals("params"u8) ? (Field.Params, "params")
                : reader.ValueTextEquals("request"u8) ? (Field.Request, "request")
                : reader.ValueTextEquals("algorithm"u8) ? (Field.Algorithm, "algorithm")
                : (Field.None, "");
        }
        catch (InvalidOperationException)
        {
            line.AddFault($"the name of a field {HalfPair}");
            return (Field.None, "");
        }
    }

    private static void ReadField(ref Utf8JsonReader reader, Field field, string name, ReadOnlyMemory<byte> json, BatchLine line)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        switch (field)
        {
            case Field.Id:
                ReadId(reader, json, line);
                break;
            case Field.Scheme:
                line.Scheme = ReadText(reader, name, line);
                break;
            case Field.Algorithm:
                line.Algorithm = ReadText(reader, name, line);
                break;
            case Field.KeyId:
                line.KeyId = ReadText(reader, name, line);
                break;
            case Field.Secret:
                line.Secret = ReadText(reader, name, line);
                break;
            case Field.Method:
                line.Method = ReadText(reader, name, line);
                break;
            case Field.Target:
                line.Target = ReadText(reader, name, line);
                break;
            case Field.Headers:
                ReadHeaders(ref reader, line);
                break;
            case Field.Body:
                ReadBody(reader, line);
                break;
            case Field.Now:
                ReadNow(reader, line);
                break;
            case Field.Url:
                line.Url = ReadText(reader, name, line);
                break;
            case Field.Params:
                ReadParams(ref reader, json, line);
                break;
            case Field.Timestamp when reader.TokenType == JsonTokenType.Number:
                line.Timestamp = Encoding.UTF8.GetString(reader.ValueSpan);
                line.IsTimestampNumber = true;
                break;
            case Field.Timestamp:
                line.Timestamp = ReadText(reader, name, line);
                break;
            case Field.Nonce:
                line.Nonce = ReadText(reader, name, line);
                break;
            case Field.MessageId:
                line.MessageId = ReadText(reader, name, line);
                break;
        }
    }

    private static void ReadId(in Utf8JsonReader reader, ReadOnlyMemory<byte> json, BatchLine line)
    {
        ReadOnlyMemory<byte> token = json[(int)reader.TokenStartIndex..(int)reader.BytesConsumed];
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
        {
            line.Id = Utf8.IsValid(token.Span) ? token : default;
        }
        else
        {
            line.AddFault("'id' is neither a string nor a number");
        }
    }

    private static string? ReadText(in Utf8JsonReader reader, string name, BatchLine line)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            line.AddFault($"'{name}' isn't a string");
            return null;
        }

        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            line.AddFault($"'{name}' {HalfPair}");
            return null;
        }
    }

    private static void ReadHeaders(ref Utf8JsonReader reader, BatchLine line)
    {
        line.Headers = [];
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            line.AddFault("'headers' isn't an object");
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? name = ReadName(reader, "header", line);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    AddHeader(ref reader, name, line);
                }
            }
            else
            {
                AddHeader(ref reader, name, line);
            }
        }
    }

    /// <summary>Text by name. A number, a truth value or a list is taken as its JSON, since a value of a scheme is text.</summary>
    private static void ReadParams(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, BatchLine line)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            line.AddFault("'params' isn't an object");
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? name = ReadName(reader, "parameter", line);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            string? text = reader.TokenType switch
            {
                JsonTokenType.String => ReadText(reader, "params", line),
                JsonTokenType.Null => null,
                _ => "",
            };
            bool isText = reader.TokenType is JsonTokenType.String or JsonTokenType.Null;
            reader.Skip();
            text = isText ? text : Encoding.UTF8.GetString(json.Span[start..(int)reader.BytesConsumed]);
            if (name is not null && text is not null && !line.Params.TryAdd(name, text))
            {
                line.AddFault($"the parameter {OneLine.Quote(name)} is there more than once");
            }
        }
    }

    private static string? ReadName(in Utf8JsonReader reader, string what, BatchLine line)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            line.AddFault($"the name of a {what} {HalfPair}");
            return null;
        }
    }

    private static void AddHeader(ref Utf8JsonReader reader, string? name, BatchLine line)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            line.AddFault("the value of a header isn't a string");
            reader.Skip();
        }
        else if (ReadText(reader, "headers", line) is { } value && name is not null)
        {
            line.Headers!.Add(new(name, value));
        }
    }

    private static void ReadBody(in Utf8JsonReader reader, BatchLine line)
    {
        try
        {
            if (reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out byte[]? body))
            {
                line.Body = body;
                return;
            }
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair isn't base64 either.
        }

        line.AddFault("'bodyBase64' isn't base64");
    }

    private static void ReadNow(in Utf8JsonReader reader, BatchLine line)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long now) && StatedTime.TryFromMilliseconds(now, out DateTimeOffset time))
        {
            line.Now = time;
        }
        else
        {
            line.AddFault("'now' isn't a time in whole Unix milliseconds");
        }
    }
}
