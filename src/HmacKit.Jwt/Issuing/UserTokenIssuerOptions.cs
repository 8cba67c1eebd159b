namespace HmacKit.Jwt;

/// <summary>Settings of a <see cref="UserTokenIssuer"/>.</summary>
public sealed class UserTokenIssuerOptions
{
    /// <summary>The default of <see cref="DefaultLifetime"/>: 3,600 seconds.</summary>
    public static readonly TimeSpan StandardLifetime = TimeSpan.FromSeconds(3600);

    /// <summary>How long a token lives if nobody says; whole seconds. The default is <see cref="StandardLifetime"/>, 3,600 seconds.</summary>
    public TimeSpan DefaultLifetime { get; set; } = StandardLifetime;

    /// <summary>
    /// The most that a token may live; whole seconds. The default is <see cref="UserTokenValidatorOptions.DefaultMaxLifetime"/>,
    /// 24 hours; a validator has the same setting.
    /// </summary>
    public TimeSpan MaxLifetime { get; set; } = UserTokenValidatorOptions.DefaultMaxLifetime;

    /// <summary>Where the time comes from; the system's clock by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
