namespace HmacKit.Jwt;

/// <summary>A token that was issued. Anyone who has <see cref="Token"/> is the user until <see cref="ExpiresAt"/>: it belongs into the answer and nowhere else.</summary>
public sealed class UserToken
{
    internal UserToken(string token, string tokenId, DateTimeOffset issuedAt, DateTimeOffset expiresAt)
    {
        Token = token;
        TokenId = tokenId;
        IssuedAt = issuedAt;
        ExpiresAt = expiresAt;
    }

    /// <summary>The token to hand out: three parts of base64url with dots between them.</summary>
    public string Token { get; }

    /// <summary>The token's own id (<c>jti</c>), a random UUID. It may be logged and stored, and is what revoking needs.</summary>
    public string TokenId { get; }

    /// <summary>When it was issued, in whole seconds, UTC.</summary>
    public DateTimeOffset IssuedAt { get; }

    /// <summary>From when on it isn't accepted any more, in whole seconds, UTC.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>The id and the end; never the token.</summary>
    public override string ToString() => $"UserToken {TokenId} until {ExpiresAt:yyyy-MM-dd'T'HH:mm:ss'Z'}";
}
