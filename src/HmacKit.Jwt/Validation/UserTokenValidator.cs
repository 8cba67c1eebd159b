namespace HmacKit.Jwt;

/// <summary>
/// Validates user tokens: JSON Web Tokens (RFC 7519) signed with HS256 and nothing else. Cheapest check first, each one
/// bounded, each failure a status; nothing that a token holds is looked at before its signature is proven, but for the
/// name of its key. Safe to share between threads; make one for the whole program.
/// </summary>
public sealed class UserTokenValidator
{
    private readonly IKeySource _keys;
    private readonly string _ringId;
    private readonly TokenRules _rules;
    private readonly int _maxTokenLength;
    private readonly bool _acceptNoKeyId;
    private readonly TimeSpan _skew;
    private readonly RevokedTokens? _revokedTokens;
    private readonly IReplayStore? _oneTimeStore;
    private readonly TimeProvider _time;

    /// <summary>A validator with a ring that stays as it is.</summary>
    /// <param name="keys">The ring: HMAC-SHA256 keys of at least 32 bytes, each with a label of its own, which tokens name as <c>kid</c>.</param>
    /// <param name="issuer">What <c>iss</c> must be, compared exactly.</param>
    /// <param name="audience">What <c>aud</c> must be or contain, compared exactly.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <exception cref="ArgumentException">A key can't be used for tokens, or a setting is empty or contradicts another one. The message says how to fix it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of bounds.</exception>
    public UserTokenValidator(KeyRing keys, string issuer, string audience, UserTokenValidatorOptions? options = null)
        : this(ToSource(keys, options), keys.Id, issuer, audience, options)
    {
    }

    /// <summary>A validator that asks for its ring each time, so that a rotation is seen at once.</summary>
    /// <param name="keys">Where the ring is. Of its keys, those that can't be used for tokens are passed over.</param>
    /// <param name="ringId">The ring's id.</param>
    /// <param name="issuer">What <c>iss</c> must be, compared exactly.</param>
    /// <param name="audience">What <c>aud</c> must be or contain, compared exactly.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <exception cref="ArgumentException">A setting is empty or contradicts another one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of bounds.</exception>
    public UserTokenValidator(IKeySource keys, string ringId, string issuer, string audience, UserTokenValidatorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(ringId);
        options ??= new UserTokenValidatorOptions();
        _rules = new TokenRules(issuer, audience, options);
        _keys = keys;
        _ringId = ringId;
        _maxTokenLength = options.MaxTokenLength;
        _acceptNoKeyId = options.AcceptTokensWithoutKeyId;
        _skew = options.ClockSkew;
        _revokedTokens = options.RevokedTokens;
        _oneTimeStore = options.OneTimeStore;
        _time = options.TimeProvider;
    }

    /// <summary>Validates a token.</summary>
    /// <param name="token">The token alone, without <c>Bearer</c> and blanks. It comes from a stranger.</param>
    /// <param name="cancellationToken">Ends the look-ups; only that throws.</param>
    public async ValueTask<UserTokenResult> ValidateAsync(string? token, CancellationToken cancellationToken = default)
    {
        DateTimeOffset now = _time.GetUtcNow();

        // 1. size, shape, header: HS256 and no extras
        UserTokenStatus status = TokenHeader.Read(token, _maxTokenLength, out TokenHeader header);
        if (status != UserTokenStatus.NotValidated)
        {
            return UserTokenResult.Refused(status);
        }

        // 2. signature, under the key that the token names; an unknown one costs what a known one does
        KeyRing? ring;
        try
        {
            ring = await _keys.FindAsync(_ringId, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return UserTokenResult.Refused(UserTokenStatus.StoreUnavailable);
        }

        status = TokenSignature.Check(token!, header, ring, _acceptNoKeyId, now, out KeyRingEntry? key);
        if (status != UserTokenStatus.Valid)
        {
            return UserTokenResult.Refused(status);
        }

        // 3. claims: there, of the right types, for us, within their time
        ReadOnlySpan<char> text = token.AsSpan((header.HeaderLength + 1)..header.SignedLength);
        status = TokenPayload.Read(text, out TokenPayload? payload);
        if (status == UserTokenStatus.NotValidated)
        {
            status = _rules.Check(payload!, now);
        }

        if (status != UserTokenStatus.NotValidated)
        {
            return UserTokenResult.Refused(status, ring, key);
        }

        if (TokenClaims.Read(text) is not { } claims)
        {
            return UserTokenResult.Refused(UserTokenStatus.Malformed, ring, key);
        }

        // 4. revocation, and last of all the one use
        var result = new UserTokenResult(payload!, ring!, key!, claims);
        try
        {
            status = await CheckMemoryAsync(result, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            status = UserTokenStatus.StoreUnavailable;
        }

        return status == UserTokenStatus.Valid ? result : UserTokenResult.Refused(status, ring, key);
    }

    /// <summary>Revokes a token that was valid a moment ago: logging out.</summary>
    /// <inheritdoc cref="RevokeAsync(string, DateTimeOffset, DateTimeOffset, CancellationToken)"/>
    /// <param name="token">The result of validating the token.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The token wasn't valid.</exception>
    public ValueTask<bool> RevokeAsync(UserTokenResult token, CancellationToken cancellationToken = default) =>
        token.IsValid
            ? RevokeAsync(token.TokenId!, token.IssuedAt!.Value, token.ExpiresAt!.Value, cancellationToken)
            : throw new ArgumentException($"Only a valid token can be revoked; this one is {token}.", nameof(token));

    /// <summary>
    /// Revokes a token before its time. Where tokens are for one use, its use is claimed in
    /// <see cref="UserTokenValidatorOptions.OneTimeStore"/>; otherwise it is put into <see cref="UserTokenValidatorOptions.RevokedTokens"/>.
    /// </summary>
    /// <param name="tokenId">The token's id (<c>jti</c>).</param>
    /// <param name="issuedAt">When it was issued (<c>iat</c>), to the second.</param>
    /// <param name="expiresAt">When it ends (<c>exp</c>), to the second.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>True if the token will be refused from now on. False if that couldn't be remembered: the store is full or away, and the token lives on.</returns>
    /// <exception cref="ArgumentException">The id can't be a token's.</exception>
    /// <exception cref="InvalidOperationException">The validator has nowhere to remember it.</exception>
    public async ValueTask<bool> RevokeAsync(
        string tokenId, DateTimeOffset issuedAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default)
    {
        RevokedTokens.ThrowIfNotTokenId(tokenId);
        if (_oneTimeStore is { } store)
        {
            ReplayOutcome outcome = await store.TryAddAsync(ToClaim(tokenId, issuedAt, expiresAt), cancellationToken).ConfigureAwait(false);
            return outcome is ReplayOutcome.Added or ReplayOutcome.Seen;
        }

        return _revokedTokens is { } revoked
            ? await revoked.AddAsync(tokenId, expiresAt, cancellationToken).ConfigureAwait(false)
            : throw new InvalidOperationException(
                $"There is nowhere to remember a revoked token: set {nameof(UserTokenValidatorOptions)}.{nameof(UserTokenValidatorOptions.RevokedTokens)}, for example to a {nameof(MemoryRevokedTokens)}.");
    }

    private static MemoryKeySource ToSource(KeyRing keys, UserTokenValidatorOptions? options)
    {
        TokenKeys.ThrowIfFaulty(keys, needsLabels: options is not { AcceptTokensWithoutKeyId: true } || keys.Entries.Count > 1);
        return new MemoryKeySource(keys);
    }

    private async ValueTask<UserTokenStatus> CheckMemoryAsync(UserTokenResult token, CancellationToken cancellationToken)
    {
        if (_revokedTokens is { } revoked)
        {
            RevocationState state = await revoked.FindAsync(token.TokenId!, token.ExpiresAt!.Value, cancellationToken).ConfigureAwait(false);
            if (state != RevocationState.NotRevoked)
            {
                return state == RevocationState.Revoked ? UserTokenStatus.Revoked : UserTokenStatus.StoreUnavailable;
            }
        }

        if (_oneTimeStore is not { } store)
        {
            return UserTokenStatus.Valid;
        }

        ReplayClaim claim = ToClaim(token.TokenId!, token.IssuedAt!.Value, token.ExpiresAt!.Value);
        return await store.TryAddAsync(claim, cancellationToken).ConfigureAwait(false) switch
        {
            ReplayOutcome.Added => UserTokenStatus.Valid,
            ReplayOutcome.Seen => UserTokenStatus.AlreadyUsed,
            _ => UserTokenStatus.StoreUnavailable,
        };
    }

    private ReplayClaim ToClaim(string tokenId, DateTimeOffset issuedAt, DateTimeOffset expiresAt) =>
        new("user-token", _ringId, tokenId, issuedAt, expiresAt + _skew, _skew);
}
