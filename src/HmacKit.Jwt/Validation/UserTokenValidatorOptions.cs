namespace HmacKit.Jwt;

/// <summary>Settings of a <see cref="UserTokenValidator"/>.</summary>
public sealed class UserTokenValidatorOptions
{
    /// <summary>The most characters of a token, checked before anything else: 1 to 65,536. The default is 8,192, what many servers take as a header.</summary>
    public int MaxTokenLength { get; set; } = TokenBounds.UsualTokenLength;

    /// <summary>The most time from <c>iat</c> to <c>exp</c>; over zero, at most 30 days. The default is 24 hours.</summary>
    public TimeSpan MaxLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How far the issuer's clock may be off: for so long after <c>exp</c> a token is still accepted, and so far in the
    /// future <c>iat</c> and <c>nbf</c> may lie; zero to 5 minutes. The default is 30 seconds.
    /// </summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// True if a token without <c>kid</c> is checked against the ring's key, as long as the ring has one key and no more:
    /// for issuers that name none. Rotation isn't possible with it. False by default.
    /// </summary>
    public bool AcceptTokensWithoutKeyId { get; set; }

    /// <summary>The tokens that were revoked before their time, each refused from then on; null (the default) if none ever are.</summary>
    public RevokedTokens? RevokedTokens { get; set; }

    /// <summary>
    /// The memory of used tokens, if each token is accepted once and no more: for links and tickets, not for sessions.
    /// Null by default. It must hold claims (<see cref="IReplayStore.MaxRetention"/>) for <see cref="MaxLifetime"/> + <see cref="ClockSkew"/>.
    /// </summary>
    public IReplayStore? OneTimeStore { get; set; }

    /// <summary>Where the time comes from; the system's clock by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
