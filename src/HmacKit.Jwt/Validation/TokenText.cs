using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace HmacKit.Jwt;

/// <summary>Base64url and JSON as tokens have them, with one spelling for each value.</summary>
internal static class TokenText
{
    private const int MaxDepth = 16;

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = MaxDepth,
    };

    /// <summary>Whether the text has only the alphabet's characters: no padding, no blanks.</summary>
    public static bool IsInAlphabet(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Alphabet);

    /// <summary>Decodes base64url without padding (RFC 7515 section 2); spare bits of the last character must be zero.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> destination, out int written)
    {
        // The decoder sees to the spare bits, but lets blanks and padding pass.
        written = 0;
        return IsInAlphabet(text) && Base64Url.DecodeFromChars(text, destination, out _, out written) == OperationStatus.Done;
    }

    /// <summary>
    /// Reads a JSON object in base64url: valid UTF-8, at most 16 levels, no member twice on any level however its
    /// name is escaped. Null if it is anything else.
    /// </summary>
    public static JsonDocument? TryReadObject(ReadOnlySpan<char> text)
    {
        byte[] json = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (!TryDecode(text, json, out int length) || !Utf8.IsValid(json.AsSpan(0, length)))
        {
            return null;
        }

        try
        {
            JsonDocument document = JsonDocument.Parse(json.AsMemory(0, length), Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second one is for a name with half a surrogate pair in it.
            return null;
        }
    }

    /// <summary>The text of a JSON string; null if the element is none, or holds half a surrogate pair.</summary>
    public static string? TryGetText(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
