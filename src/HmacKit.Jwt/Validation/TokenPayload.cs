using System.Buffers;
using System.Text;
using System.Text.Json;

namespace HmacKit.Jwt;

/// <summary>The claims that the rules are about, with their types checked.</summary>
internal sealed class TokenPayload
{
    /// <summary>The most characters of a <c>jti</c>.</summary>
    public const int MaxTokenIdLength = 128;

    // 9999-12-31T23:59:59Z
    private const long MaxUnixSeconds = 253_402_300_799;

    private TokenPayload()
    {
    }

    public required string Issuer { get; init; }

    public required string[] Audiences { get; init; }

    public required string UserId { get; init; }

    public required string TokenId { get; init; }

    public required long IssuedAt { get; init; }

    public required long Expires { get; init; }

    public required long? NotBefore { get; init; }

    public required string[] Scopes { get; init; }

    public required string? Tier { get; init; }

    /// <summary>Whether <paramref name="text"/> may be a user id or a tier: not empty, not too long, no control characters.</summary>
    public static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > KeyIdentity.MaxTextLength)
        {
            return false;
        }

        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out Rune rune, out int length) != OperationStatus.Done || Rune.IsControl(rune))
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }

    /// <summary>Whether <paramref name="text"/> may be a <c>jti</c>: printable ASCII, not empty, not too long.</summary>
    public static bool IsTokenId(string? text) =>
        text is { Length: > 0 and <= MaxTokenIdLength } && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>Reads the payload; <see cref="UserTokenStatus.NotValidated"/> means that nothing speaks against its shape.</summary>
    public static UserTokenStatus Read(ReadOnlySpan<char> text, out TokenPayload? payload)
    {
        payload = null;
        using JsonDocument? json = TokenText.TryReadObject(text);
        if (json is null)
        {
            return UserTokenStatus.Malformed;
        }

        JsonElement claims = json.RootElement;
        foreach (string name in (ReadOnlySpan<string>)["iss", "aud", "sub", "jti", "iat", "exp"])
        {
            if (!claims.TryGetProperty(name, out _))
            {
                return UserTokenStatus.MissingClaim;
            }
        }

        bool isRead = TryReadTime(claims.GetProperty("iat"), out long issuedAt)
            & TryReadTime(claims.GetProperty("exp"), out long expires)
            & TryReadNotBefore(claims, out long? notBefore)
            & TryReadTexts(claims.GetProperty("aud"), out string[] audiences)
            & TryReadScopes(claims, out string[] scopes)
            & TryReadTier(claims, out string? tier);
        string? issuer = TokenText.TryGetText(claims.GetProperty("iss"));
        string? userId = TokenText.TryGetText(claims.GetProperty("sub"));
        string? tokenId = TokenText.TryGetText(claims.GetProperty("jti"));
        if (!isRead || issuer is null || !IsName(userId) || !IsTokenId(tokenId) || expires <= issuedAt || expires <= notBefore)
        {
            return UserTokenStatus.Malformed;
        }

        payload = new TokenPayload
        {
            Issuer = issuer,
            Audiences = audiences,
            UserId = userId!,
            TokenId = tokenId!,
            IssuedAt = issuedAt,
            Expires = expires,
            NotBefore = notBefore,
            Scopes = scopes,
            Tier = tier,
        };
        return UserTokenStatus.NotValidated;
    }

    // Whole seconds only: RFC 7519 would allow fractions, but then two readers may round one token to two times.
    private static bool TryReadTime(JsonElement element, out long seconds)
    {
        seconds = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out seconds) && seconds is >= 0 and <= MaxUnixSeconds;
    }

    private static bool TryReadNotBefore(JsonElement claims, out long? seconds)
    {
        seconds = null;
        if (!claims.TryGetProperty("nbf", out JsonElement element))
        {
            return true;
        }

        bool isRead = TryReadTime(element, out long value);
        seconds = value;
        return isRead;
    }

    private static bool TryReadTier(JsonElement claims, out string? tier)
    {
        tier = null;
        if (!claims.TryGetProperty("tier", out JsonElement element))
        {
            return true;
        }

        tier = TokenText.TryGetText(element);
        return IsName(tier);
    }

    /// <summary>One text, or an array of texts.</summary>
    private static bool TryReadTexts(JsonElement element, out string[] texts)
    {
        texts = [];
        if (element.ValueKind != JsonValueKind.Array)
        {
            string? text = TokenText.TryGetText(element);
            texts = text is null ? [] : [text];
            return text is not null;
        }

        string?[] items = [.. element.EnumerateArray().Select(TokenText.TryGetText)];
        if (Array.TrueForAll(items, static item => item is not null))
        {
            texts = items!;
            return true;
        }

        return false;
    }

    /// <summary><c>scope</c> as RFC 8693 section 4.2 has it, or else <c>scp</c>: texts with blanks between the scopes, or an array.</summary>
    private static bool TryReadScopes(JsonElement claims, out string[] scopes)
    {
        scopes = [];
        if (!claims.TryGetProperty("scope", out JsonElement element) && !claims.TryGetProperty("scp", out element))
        {
            return true;
        }

        if (!TryReadTexts(element, out string[] texts))
        {
            return false;
        }

        scopes = [.. texts.SelectMany(static text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal)];
        return Array.TrueForAll(scopes, static scope => KeyIdentity.IsValidScope(scope));
    }
}
