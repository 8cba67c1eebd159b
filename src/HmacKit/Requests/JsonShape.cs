using System.Text.Json;

namespace HmacKit;

/// <summary>Whether bytes are JSON.</summary>
internal static class JsonShape
{
    /// <summary>
    /// Whether the first byte is that of a JSON value. The reader has no form that reports a fault without throwing, so what
    /// is no JSON at all is sorted out first.
    /// </summary>
    public static bool MayBeJson(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> start = text.TrimStart(" \n\r\t"u8);
        return !start.IsEmpty
            && start[0] is (byte)'{' or (byte)'[' or (byte)'"' or (byte)'t' or (byte)'f' or (byte)'n' or (byte)'-' or (>= (byte)'0' and <= (byte)'9');
    }

    /// <summary>One JSON value and nothing else, without comments, at most 64 levels deep.</summary>
    public static bool IsJson(ReadOnlySpan<byte> text)
    {
        if (!MayBeJson(text))
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(text);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Unescapes a string, or copies a number or truth value, into a span of at least the same length; false if it isn't one, or not text.</summary>
    public static bool TryCopyText(ReadOnlySpan<byte> value, Span<byte> destination, out int written)
    {
        written = 0;
        try
        {
            var reader = new Utf8JsonReader(value);
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                written = reader.CopyString(destination);
                return true;
            }

            value.CopyTo(destination);
            written = value.Length;
            return reader.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False;
        }
        catch (InvalidOperationException)
        {
            // Escapes that stand for no text: half a surrogate pair.
            return false;
        }
    }
}
