using System.IdentityModel.Tokens.Jwt;
using System.Security.Cryptography;
using System.Text.Json;

namespace HmacKit.Jwt;

/// <summary>
/// Issues user tokens: JSON Web Tokens (RFC 7519) signed with HS256 and the primary key of a ring, which the token names
/// by its label (<c>kid</c>). Safe to share between threads; make one for the whole program.
/// </summary>
public sealed class UserTokenIssuer
{
    private static readonly string[] Reserved = ["iss", "aud", "sub", "jti", "iat", "exp", "nbf", "scope", "scp", "tier"];

    private readonly IKeySource _keys;
    private readonly string _ringId;
    private readonly string _issuer;
    private readonly string _audience;
    private readonly TimeProvider _time;

    /// <summary>An issuer with a ring that stays as it is.</summary>
    /// <param name="keys">The ring: HMAC-SHA256 keys of at least 32 bytes, each with a label of its own.</param>
    /// <param name="issuer">Who issues (<c>iss</c>), such as <c>https://api.example.com</c>.</param>
    /// <param name="audience">Whom the tokens are for (<c>aud</c>).</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <exception cref="ArgumentException">A key can't be used for tokens, or a setting is empty. The message says how to fix it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A lifetime is out of bounds.</exception>
    public UserTokenIssuer(KeyRing keys, string issuer, string audience, UserTokenIssuerOptions? options = null)
        : this(ToSource(keys), keys.Id, issuer, audience, options)
    {
    }

    /// <summary>An issuer that asks for its ring each time, so that a rotation is seen at once.</summary>
    /// <param name="keys">Where the ring is.</param>
    /// <param name="ringId">The ring's id.</param>
    /// <param name="issuer">Who issues (<c>iss</c>), such as <c>https://api.example.com</c>.</param>
    /// <param name="audience">Whom the tokens are for (<c>aud</c>).</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <exception cref="ArgumentException">A setting is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A lifetime is out of bounds.</exception>
    public UserTokenIssuer(IKeySource keys, string ringId, string issuer, string audience, UserTokenIssuerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(ringId);
        ArgumentException.ThrowIfNullOrWhiteSpace(issuer);
        ArgumentException.ThrowIfNullOrWhiteSpace(audience);
        options ??= new UserTokenIssuerOptions();
        ArgumentNullException.ThrowIfNull(options.TimeProvider, nameof(options));
        if (!IsLifetime(options.MaxLifetime, TokenBounds.MaxLifetime))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.MaxLifetime, $"{nameof(options.MaxLifetime)} is at least 1 second and at most {TokenBounds.MaxLifetime.TotalDays} days, in whole seconds.");
        }

        if (!IsLifetime(options.DefaultLifetime, options.MaxLifetime))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.DefaultLifetime, $"{nameof(options.DefaultLifetime)} is at least 1 second and at most {nameof(options.MaxLifetime)} ({options.MaxLifetime}), in whole seconds.");
        }

        MaxLifetime = options.MaxLifetime;
        DefaultLifetime = options.DefaultLifetime;
        _keys = keys;
        _ringId = ringId;
        _issuer = issuer;
        _audience = audience;
        _time = options.TimeProvider;
    }

    /// <summary>How long a token lives if nobody says.</summary>
    public TimeSpan DefaultLifetime { get; }

    /// <summary>The most that a token may live.</summary>
    public TimeSpan MaxLifetime { get; }

    /// <summary>Whether a token can be issued for this user and lifetime: for values that come from outside, where no is an answer of 400.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="lifetime">The lifetime; null for the default.</param>
    public bool CanIssue(string? userId, TimeSpan? lifetime = null) =>
        TokenPayload.IsName(userId) && (lifetime is not { } wanted || IsLifetime(wanted, MaxLifetime));

    /// <summary>Issues a token for a user.</summary>
    /// <param name="userId">The user (<c>sub</c>).</param>
    /// <param name="lifetime">How long the token lives; the default if null.</param>
    /// <param name="cancellationToken">Ends the look-up of the ring.</param>
    /// <inheritdoc cref="IssueAsync(UserTokenGrant, CancellationToken)"/>
    public ValueTask<UserToken> IssueAsync(string userId, TimeSpan? lifetime = null, CancellationToken cancellationToken = default) =>
        IssueAsync(new UserTokenGrant(userId) { Lifetime = lifetime }, cancellationToken);

    /// <summary>Issues a token.</summary>
    /// <param name="grant">What the token is to say.</param>
    /// <param name="cancellationToken">Ends the look-up of the ring.</param>
    /// <exception cref="ArgumentException">The grant has a user id, lifetime, scope, tier or claim that no token can have; or the token would be longer than validators take.</exception>
    /// <exception cref="InvalidOperationException">The ring isn't there, is switched off, or its primary key can't be used for tokens now.</exception>
    public async ValueTask<UserToken> IssueAsync(UserTokenGrant grant, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grant);
        JwtPayload claims = ToClaims(grant);
        TimeSpan lifetime = grant.Lifetime ?? DefaultLifetime;
        if (!CanIssue(grant.UserId, lifetime))
        {
            throw new ArgumentException(
                $"A user id has 1 to {KeyIdentity.MaxTextLength} characters and no control characters, and a lifetime is at most {MaxLifetime} in whole seconds. For values from outside, ask {nameof(CanIssue)} first.",
                nameof(grant));
        }

        KeyRing? ring = await _keys.FindAsync(_ringId, cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = _time.GetUtcNow();
        KeyRingEntry key = PrimaryKey(ring, now);
        DateTimeOffset issuedAt = ToWholeSeconds(now);
        DateTimeOffset expiresAt = issuedAt + lifetime;
        if (key.Expires < expiresAt)
        {
            // A token never outlives its key, so it shouldn't promise to.
            expiresAt = ToWholeSeconds(key.Expires.Value);
        }

        string tokenId = NewTokenId();
        claims["iss"] = _issuer;
        claims["aud"] = _audience;
        claims["sub"] = grant.UserId;
        claims["jti"] = tokenId;
        claims["iat"] = issuedAt.ToUnixTimeSeconds();
        claims["exp"] = expiresAt.ToUnixTimeSeconds();

        // The library writes the parts; it never gets the secret.
        var header = new JwtHeader { ["alg"] = "HS256", ["kid"] = key.Key.Label!, ["typ"] = "JWT" };
        string token = TokenSignature.Sign($"{header.Base64UrlEncode()}.{claims.Base64UrlEncode()}", key.Key);
        return IsAcceptable(token)
            ? new UserToken(token, tokenId, issuedAt, expiresAt)
            : throw new ArgumentException(
                $"No validator would accept the token: it has more than {TokenBounds.UsualTokenLength} characters, or a claim is nested too deep or has a member twice.",
                nameof(grant));
    }

    private static DateTimeOffset ToWholeSeconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    private static MemoryKeySource ToSource(KeyRing keys)
    {
        TokenKeys.ThrowIfFaulty(keys, needsLabels: true);
        return new MemoryKeySource(keys);
    }

    private static bool IsLifetime(TimeSpan lifetime, TimeSpan max) =>
        lifetime > TimeSpan.Zero && lifetime <= max && lifetime.Ticks % TimeSpan.TicksPerSecond == 0;

    private static JwtPayload ToClaims(UserTokenGrant grant)
    {
        var claims = new JwtPayload();
        foreach ((string name, object value) in grant.Claims)
        {
            if (Reserved.Contains(name, StringComparer.Ordinal))
            {
                throw new ArgumentException($"The issuer sets the claim '{name}' itself.", nameof(grant));
            }

            claims[name] = value switch
            {
                string or bool or int or long or JsonElement { ValueKind: not JsonValueKind.Undefined } => value,
                IEnumerable<string> texts => texts.ToArray(),
                _ => throw new ArgumentException($"The claim '{name}' is a text, whole number, truth value, array of texts or JsonElement.", nameof(grant)),
            };
        }

        foreach (string scope in grant.Scopes)
        {
            if (!KeyIdentity.IsValidScope(scope))
            {
                throw new ArgumentException($"'{scope}' isn't a scope: printable ASCII without blanks, quotation marks and backslashes, at most {KeyIdentity.MaxScopeLength} characters.", nameof(grant));
            }
        }

        if (grant.Scopes.Count > 0)
        {
            claims["scope"] = string.Join(' ', grant.Scopes);
        }

        if (grant.Tier is { } tier)
        {
            claims["tier"] = TokenPayload.IsName(tier)
                ? tier
                : throw new ArgumentException($"A tier has 1 to {KeyIdentity.MaxTextLength} characters and no control characters.", nameof(grant));
        }

        return claims;
    }

    private static string NewTokenId()
    {
        // Version 4 of RFC 9562, of cryptographic chance, which Guid.NewGuid doesn't promise.
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    // Said now, to the caller that gave the claims, rather than later to the user.
    private static bool IsAcceptable(string token)
    {
        int start = token.IndexOf('.', StringComparison.Ordinal) + 1;
        int end = token.LastIndexOf('.');
        return token.Length <= TokenBounds.UsualTokenLength
            && TokenPayload.Read(token.AsSpan(start..end), out _) == UserTokenStatus.NotValidated;
    }

    private KeyRingEntry PrimaryKey(KeyRing? ring, DateTimeOffset now)
    {
        if (ring is null or { IsDisabled: true })
        {
            throw new InvalidOperationException($"The key ring '{_ringId}' {(ring is null ? "isn't there" : "is switched off")}, so no token can be issued.");
        }

        KeyRingEntry primary = ring.Entries[0];
        if (TokenKeys.FindFault(primary.Key, needsLabel: true) is { } fault)
        {
            throw new InvalidOperationException(fault);
        }

        return primary.IsAccepted(now) && primary.IsAccepted(ToWholeSeconds(now).AddSeconds(1))
            ? primary
            : throw new InvalidOperationException($"The primary {primary.Key} of ring '{_ringId}' isn't accepted at this time, so no token can be issued: rotate the ring.");
    }
}
