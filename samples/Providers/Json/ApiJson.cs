using System.Globalization;
using System.Text.Json;

namespace Providers.Json;

/// <summary>JSON as all five APIs read and write it: names in snake case, nothing that has two meanings.</summary>
internal static class ApiJson
{
    /// <summary>The most characters of a text that somebody sends.</summary>
    public const int MaxText = 1000;

    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        AllowDuplicateProperties = false,
        MaxDepth = 16,
    };

    /// <summary>The body as <typeparamref name="T"/>; null if it is no JSON object of that form. Members that nobody knows are passed over.</summary>
    public static async ValueTask<T?> ReadAsync<T>(HttpContext context)
        where T : class
    {
        if (!context.Request.HasJsonContentType())
        {
            return null;
        }

        try
        {
            return await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Options, context.RequestAborted);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            // A member that is there twice is an ArgumentException where T is a JsonObject; a name with half of a surrogate pair is the third one.
            return null;
        }
    }

    /// <summary>Whether a value of any form can be written again: a text with half of a surrogate pair (<c>"\ud800"</c>) can be read, and that is all.</summary>
    public static bool IsWritable(JsonElement value)
    {
        try
        {
            _ = JsonSerializer.SerializeToUtf8Bytes(value);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>An answer with this object as its body.</summary>
    public static IResult Answer(object value, int statusCode = StatusCodes.Status200OK) => Results.Json(value, Options, statusCode: statusCode);

    /// <summary>Whether a text from outside can be kept and shown: there, not too long, and without control characters.</summary>
    public static bool IsText(string? text, int max = MaxText) => text?.Length > 0 && IsOptionalText(text, max);

    /// <summary>The same for a text that may be missing or empty.</summary>
    public static bool IsOptionalText(string? text, int max = MaxText) => text is null || (text.Length <= max && !text.Any(char.IsControl));

    /// <summary>A time as RFC 3339, to the second.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
