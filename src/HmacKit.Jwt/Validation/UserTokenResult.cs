using System.Security.Claims;

namespace HmacKit.Jwt;

/// <summary>The outcome of validating a user token. The default value is "no", and nothing of a refused token's claims can be read.</summary>
public readonly struct UserTokenResult
{
    private readonly TokenPayload? _payload;

    internal UserTokenResult(TokenPayload payload, KeyRing ring, KeyRingEntry key, ClaimsIdentity claims)
    {
        Status = UserTokenStatus.Valid;
        Ring = ring;
        Key = key;
        Claims = claims;
        _payload = payload;
        Identity = new KeyIdentity
        {
            KeyId = payload.TokenId,
            Owner = payload.UserId,
            Scopes = payload.Scopes,
            Tier = payload.Tier,
        };
    }

    private UserTokenResult(UserTokenStatus status, KeyRing? ring, KeyRingEntry? key)
    {
        Status = status;
        Ring = ring;
        Key = key;
    }

    /// <summary>What came out.</summary>
    public UserTokenStatus Status { get; }

    /// <summary>True only for <see cref="UserTokenStatus.Valid"/>.</summary>
    public bool IsValid => Status == UserTokenStatus.Valid;

    /// <summary>The key ring that matched; null unless the signature was right.</summary>
    public KeyRing? Ring { get; }

    /// <summary>Which key of the ring matched: the primary one, or an older one that is still accepted. Null unless the signature was right.</summary>
    public KeyRingEntry? Key { get; }

    /// <summary>The user (<c>sub</c>); null unless the token is valid.</summary>
    public string? UserId => _payload?.UserId;

    /// <summary>The token's own id (<c>jti</c>), which serves as a session id; null unless the token is valid.</summary>
    public string? TokenId => _payload?.TokenId;

    /// <summary>When the token was issued (<c>iat</c>); null unless the token is valid.</summary>
    public DateTimeOffset? IssuedAt => _payload is { } payload ? DateTimeOffset.FromUnixTimeSeconds(payload.IssuedAt) : null;

    /// <summary>When the token ends (<c>exp</c>), without the clock skew; null unless the token is valid.</summary>
    public DateTimeOffset? ExpiresAt => _payload is { } payload ? DateTimeOffset.FromUnixTimeSeconds(payload.Expires) : null;

    /// <summary>
    /// The facts that policies and limits go by, as for HMAC and API keys: the owner is the user, the key id is the
    /// token's id, scopes are those of <c>scope</c> (or else <c>scp</c>), and the tier is that of <c>tier</c>. A user
    /// can have many tokens, so limit by owner. Null unless the token is valid.
    /// </summary>
    public KeyIdentity? Identity { get; }

    /// <summary>All claims of the token, under the names that they have in it; null unless the token is valid.</summary>
    public ClaimsIdentity? Claims { get; }

    /// <summary>The status.</summary>
    public override string ToString() => Status.ToString();

    internal static UserTokenResult Refused(UserTokenStatus status, KeyRing? ring = null, KeyRingEntry? key = null) => new(status, ring, key);
}
