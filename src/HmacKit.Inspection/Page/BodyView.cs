using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace HmacKit.Inspection;

/// <summary>A body as the page shows it: to the byte, and tidied up where it is of a kind that can be.</summary>
internal sealed record BodyView
{
    /// <summary>The most bytes that are shown.</summary>
    public const int MaxShown = 64 * 1024;

    private static readonly SearchValues<char> NoForm = SearchValues.Create(" \r\n\t<\"");

    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required long Length { get; init; }

    /// <summary>The bytes with nothing invisible among them.</summary>
    public required string Raw { get; init; }

    /// <summary>Whether only the beginning is shown.</summary>
    public bool IsCut { get; init; }

    /// <summary>JSON on lines of its own, or a form's fields; null for anything else.</summary>
    public string? Pretty { get; init; }

    /// <summary>The whole as text, to be edited; null if it isn't UTF-8 or is only shown in part.</summary>
    public string? Text { get; init; }

    /// <summary>The whole as base64 where it isn't text.</summary>
    public string? Base64 { get; init; }

    public static BodyView Of(byte[] body, long length)
    {
        bool isCut = body.Length > MaxShown || length > body.Length;
        ReadOnlySpan<byte> shown = body.AsSpan(0, Math.Min(body.Length, MaxShown));
        bool isText = Utf8.IsValid(body);
        return new BodyView
        {
            Length = length,
            Raw = VisibleText.Of(shown),
            IsCut = isCut,
            Pretty = isCut || !isText ? null : PrettyJson(body) ?? PrettyForm(body),
            Text = isText && !isCut ? Encoding.UTF8.GetString(body) : null,
            Base64 = isText || isCut ? null : Convert.ToBase64String(body),
        };
    }

    private static string? PrettyJson(byte[] body)
    {
        if (body.AsSpan().TrimStart(" \r\n\t"u8) is not [(byte)'{' or (byte)'[', ..])
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            using var text = new MemoryStream();
            using (var writer = new Utf8JsonWriter(text, Indented))
            {
                document.WriteTo(writer);
            }

            return Encoding.UTF8.GetString(text.ToArray());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? PrettyForm(byte[] body)
    {
        string text = Encoding.UTF8.GetString(body);
        bool isForm = text.Contains('=', StringComparison.Ordinal) && !text.AsSpan().ContainsAny(NoForm) && !text.Contains("==", StringComparison.Ordinal);
        return isForm
            ? string.Join('\n', text.Split('&').Select(static pair => Uri.UnescapeDataString(pair.Replace('+', ' ')).ReplaceFirst("=", " = ")))
            : null;
    }
}

file static class FirstReplacement
{
    public static string ReplaceFirst(this string text, string from, string to) =>
        text.IndexOf(from, StringComparison.Ordinal) is >= 0 and var at ? text[..at] + to + text[(at + from.Length)..] : text;
}
