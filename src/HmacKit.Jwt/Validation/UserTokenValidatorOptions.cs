namespace HmacKit.Jwt;

/// <summary>Settings of a <see cref="UserTokenValidator"/>.</summary>
public sealed class UserTokenValidatorOptions
{
    /// <summary>The default of <see cref="MaxTokenLength"/>: 8,192 characters, what many servers take as a header.</summary>
    public const int DefaultMaxTokenLength = 8192;

    /// <summary>The most that <see cref="MaxTokenLength"/> can be: 65,536 characters.</summary>
    public const int GreatestMaxTokenLength = 65536;

    /// <summary>The default of <see cref="MaxLifetime"/>: 24 hours.</summary>
    public static readonly TimeSpan DefaultMaxLifetime = TimeSpan.FromHours(24);

    /// <summary>The most that <see cref="MaxLifetime"/> can be: 30 days.</summary>
    public static readonly TimeSpan GreatestMaxLifetime = TimeSpan.FromDays(30);

    /// <summary>The default of <see cref="ClockSkew"/>: 30 seconds.</summary>
    public static readonly TimeSpan DefaultClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>The most that <see cref="ClockSkew"/> can be: 5 minutes.</summary>
    public static readonly TimeSpan GreatestClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>The most characters of a token, checked before anything else. The default is <see cref="DefaultMaxTokenLength"/>, 8,192.</summary>
    public int MaxTokenLength { get; set; } = DefaultMaxTokenLength;

    /// <summary>The most time from <c>iat</c> to <c>exp</c>; over zero. The default is <see cref="DefaultMaxLifetime"/>, 24 hours.</summary>
    public TimeSpan MaxLifetime { get; set; } = DefaultMaxLifetime;

    /// <summary>
    /// How far the issuer's clock may be off: for so long after <c>exp</c> a token is still accepted, and so far in the
    /// future <c>iat</c> and <c>nbf</c> may lie. The default is <see cref="DefaultClockSkew"/>, 30 seconds.
    /// </summary>
    public TimeSpan ClockSkew { get; set; } = DefaultClockSkew;

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
