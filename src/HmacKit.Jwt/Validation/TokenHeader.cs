using System.Text.Json;

namespace HmacKit.Jwt;

/// <summary>What a stranger's token says before anything of it is proven: where its parts are, and which key it names.</summary>
/// <param name="KeyId">The <c>kid</c>, or null.</param>
/// <param name="HeaderLength">The length of the first part.</param>
/// <param name="SignedLength">The length of the first two parts with the dot between them.</param>
internal readonly record struct TokenHeader(string? KeyId, int HeaderLength, int SignedLength)
{
    /// <summary>The longest header in base64url: <c>alg</c>, <c>typ</c> and the longest <c>kid</c> take about a quarter of it.</summary>
    public const int MaxHeaderLength = 1024;

    // Those that ask for other processing, those that bring or point to a key, and those that only encrypted tokens have.
    private static readonly string[] NotAllowed =
    [
        "crit", "b64", "zip", "cty",
        "jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256",
        "enc", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c",
    ];

    /// <summary>Reads size, shape and header; <see cref="UserTokenStatus.NotValidated"/> means that nothing speaks against them.</summary>
    public static UserTokenStatus Read(string? token, int maxLength, out TokenHeader header)
    {
        header = default;
        if (token is null)
        {
            return UserTokenStatus.Malformed;
        }

        int headerLength = token.AsSpan(0, Math.Min(token.Length, MaxHeaderLength + 1)).IndexOf('.');
        if (token.Length > maxLength || (headerLength < 0 && token.Length > MaxHeaderLength))
        {
            return UserTokenStatus.TooLong;
        }

        // Three parts, of which the last may be empty for now: 'alg' says more about such a token than its shape.
        int signedLength = token.LastIndexOf('.');
        if (headerLength <= 0 || signedLength - headerLength < 2
            || !TokenText.IsInAlphabet(token.AsSpan((headerLength + 1)..signedLength))
            || !TokenText.IsInAlphabet(token.AsSpan(signedLength + 1)))
        {
            return UserTokenStatus.Malformed;
        }

        using JsonDocument? json = TokenText.TryReadObject(token.AsSpan(0, headerLength));
        if (json is null)
        {
            return UserTokenStatus.Malformed;
        }

        UserTokenStatus status = Read(json.RootElement, out string? keyId);
        header = new TokenHeader(keyId, headerLength, signedLength);
        return status;
    }

    private static UserTokenStatus Read(JsonElement header, out string? keyId)
    {
        keyId = null;
        if (!header.TryGetProperty("alg", out JsonElement algorithm) || TokenText.TryGetText(algorithm) != "HS256")
        {
            return UserTokenStatus.AlgorithmNotAllowed;
        }

        foreach (string name in NotAllowed)
        {
            if (header.TryGetProperty(name, out _))
            {
                return UserTokenStatus.HeaderNotAllowed;
            }
        }

        // A token that was made for another purpose says so here (RFC 8725 section 3.11).
        if (header.TryGetProperty("typ", out JsonElement type)
            && !string.Equals(TokenText.TryGetText(type), "JWT", StringComparison.OrdinalIgnoreCase))
        {
            return UserTokenStatus.HeaderNotAllowed;
        }

        if (header.TryGetProperty("kid", out JsonElement kid))
        {
            keyId = TokenText.TryGetText(kid);
            return TokenKeys.IsKeyId(keyId) ? UserTokenStatus.NotValidated : UserTokenStatus.Malformed;
        }

        return UserTokenStatus.NotValidated;
    }
}
