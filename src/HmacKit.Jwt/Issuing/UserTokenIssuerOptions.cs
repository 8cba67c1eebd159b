namespace HmacKit.Jwt;

/// <summary>Settings of a <see cref="UserTokenIssuer"/>.</summary>
public sealed class UserTokenIssuerOptions
{
    /// <summary>How long a token lives if nobody says; whole seconds, from 1 to <see cref="MaxLifetime"/>. The default is 3,600 seconds.</summary>
    public TimeSpan DefaultLifetime { get; set; } = TimeSpan.FromSeconds(3600);

    /// <summary>
    /// The most that a token may live; whole seconds, from 1 to 30 days. The default is 24 hours; a validator has the same
    /// setting.
    /// </summary>
    public TimeSpan MaxLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Where the time comes from; the system's clock by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
