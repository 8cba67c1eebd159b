using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>Reads what somebody asks for, as strangers' input: a fault is a text, and nothing is thrown.</summary>
internal sealed class KeyRequestReader(KeyEndpointOptions options)
{
    private const int MaxBody = 16 * 1024;
    private const int MaxDescription = 1_000;
    private const int MaxScopes = 50;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public string NameOf(string member) => options.MemberNames.TryGetValue(member, out string? name) ? name : member;

    /// <summary>Whether a key can be somebody's, in every store: the name of a caller is often one that a stranger has chosen.</summary>
    public static bool IsOwner(string text) =>
        text.Length is > 0 and <= KeyIdentity.MaxTextLength && !text.Any(char.IsControl) && IsWhole(text);

    /// <summary>The body as a JSON object; null and a status if it is none, too long, or couldn't be read to its end. An empty one stands for no members where that is enough.</summary>
    public static async ValueTask<(JsonElement? Json, int Status)> ReadAsync(HttpContext context, bool mayBeEmpty)
    {
        byte[] buffer = new byte[MaxBody + 1];
        int length;
        try
        {
            length = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            FailedBody.EndConnection(context, exception);
            return (null, exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status400BadRequest);
        }

        if (length == 0 && mayBeEmpty)
        {
            return (JsonDocument.Parse("{}").RootElement, StatusCodes.Status200OK);
        }

        if (length > MaxBody || !context.Request.HasJsonContentType())
        {
            return (null, StatusCodes.Status400BadRequest);
        }

        try
        {
            using var document = JsonDocument.Parse(buffer.AsMemory(0, length), Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? (document.RootElement.Clone(), StatusCodes.Status200OK) : (null, StatusCodes.Status400BadRequest);
        }
        catch (JsonException)
        {
            return (null, StatusCodes.Status400BadRequest);
        }
    }

    /// <summary>The draft, or what is wrong with it.</summary>
    public (KeyDraft? Draft, string? Fault) ReadDraft(JsonElement body, string owner)
    {
        if (!TryText(body, "name", KeyIdentity.MaxTextLength, out string? name) || string.IsNullOrWhiteSpace(name))
        {
            return (null, $"{NameOf("name")} is needed: 1 to {KeyIdentity.MaxTextLength} characters.");
        }

        if (!TryText(body, "description", MaxDescription, out string? description))
        {
            return (null, $"{NameOf("description")} is a text of at most {MaxDescription} characters.");
        }

        if (!TryScopes(body, out string[] scopes))
        {
            return (null, $"{NameOf("scopes")} is a list of {string.Join(", ", options.Scopes)}, each at most once.");
        }

        if (!TryText(body, "environment", KeyIdentity.MaxTextLength, out string? environment) || (environment is not null && !options.Environments.Contains(environment)))
        {
            return (null, $"{NameOf("environment")} is one of {string.Join(", ", options.Environments)}.");
        }

        if (!TryText(body, "expires_at", KeyIdentity.MaxTextLength, out string? end) || !TryTime(end, out DateTimeOffset? expires))
        {
            return (null, $"{NameOf("expires_at")} is a time such as 2027-01-31T00:00:00Z.");
        }

        return (
            new KeyDraft
            {
                Owner = owner,
                Name = name,
                Description = description,
                Scopes = scopes,
                Tier = options.Tier,
                Environment = environment ?? options.Environments.FirstOrDefault(),
                Expires = expires,
            },
            null);
    }

    /// <summary>The overlap that was asked for; null if it is none.</summary>
    public TimeSpan? ReadOverlap(JsonElement body)
    {
        if (!body.TryGetProperty(NameOf("overlap_seconds"), out JsonElement member))
        {
            return options.DefaultOverlap;
        }

        return member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out int seconds) && seconds >= 0 && seconds <= KeyEndpoints.MaxOverlap.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }

    private bool TryScopes(JsonElement body, out string[] scopes)
    {
        scopes = [];
        if (!body.TryGetProperty(NameOf("scopes"), out JsonElement list))
        {
            return options.Scopes.Count == 0;
        }

        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MaxScopes)
        {
            return false;
        }

        string?[] read = [.. list.EnumerateArray().Select(TextOf)];
        scopes = [.. read.OfType<string>().Distinct(StringComparer.Ordinal)];
        return scopes.Length == read.Length && scopes.All(options.Scopes.Contains);
    }

    private bool TryText(JsonElement body, string member, int max, out string? text)
    {
        text = null;
        if (!body.TryGetProperty(NameOf(member), out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        text = TextOf(value);
        return text is not null && text.Length <= max && !text.Any(char.IsControl);
    }

    private static bool IsWhole(string text)
    {
        for (int i = 0, length; i < text.Length; i += length)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out _, out length) != OperationStatus.Done)
            {
                return false;
            }
        }

        return true;
    }

    // A text with half of a surrogate pair is none.
    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool TryTime(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (text is null)
        {
            return true;
        }

        if (!DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset read))
        {
            return false;
        }

        time = read;
        return true;
    }
}
