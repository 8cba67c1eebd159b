namespace HmacKit.Jwt;

/// <summary>What the claims of a genuine token must say, and the checked settings that this goes by.</summary>
internal sealed class TokenRules
{
    private readonly string _issuer;
    private readonly string _audience;
    private readonly long _maxLifetime;
    private readonly long _skew;

    /// <exception cref="ArgumentException">The issuer or audience is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of bounds.</exception>
    public TokenRules(string issuer, string audience, UserTokenValidatorOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(issuer);
        ArgumentException.ThrowIfNullOrWhiteSpace(audience);
        ArgumentNullException.ThrowIfNull(options.TimeProvider, nameof(options));
        if (options.MaxTokenLength is < 1 or > TokenBounds.MaxTokenLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.MaxTokenLength, $"{nameof(options.MaxTokenLength)} is 1 to {TokenBounds.MaxTokenLength} characters.");
        }

        if (options.MaxLifetime <= TimeSpan.Zero || options.MaxLifetime > TokenBounds.MaxLifetime)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.MaxLifetime, $"{nameof(options.MaxLifetime)} is over zero and at most {TokenBounds.MaxLifetime.TotalDays} days.");
        }

        if (options.ClockSkew < TimeSpan.Zero || options.ClockSkew > TokenBounds.MaxClockSkew)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.ClockSkew, $"{nameof(options.ClockSkew)} is at least zero and at most {TokenBounds.MaxClockSkew.TotalMinutes} minutes.");
        }

        TimeSpan held = options.MaxLifetime + options.ClockSkew;
        if (options.OneTimeStore is { } store && held > store.MaxRetention)
        {
            throw new ArgumentException(
                $"{nameof(options.OneTimeStore)} holds claims for {store.MaxRetention}, but a token can be used for {held} ({nameof(options.MaxLifetime)} + {nameof(options.ClockSkew)}): make {nameof(options.MaxLifetime)} shorter.",
                nameof(options));
        }

        _issuer = issuer;
        _audience = audience;
        _maxLifetime = (long)options.MaxLifetime.TotalMilliseconds;
        _skew = (long)options.ClockSkew.TotalMilliseconds;
    }

    /// <summary>Checks issuer, audience and times; <see cref="UserTokenStatus.NotValidated"/> means that nothing speaks against them.</summary>
    public UserTokenStatus Check(TokenPayload payload, DateTimeOffset now)
    {
        if (!string.Equals(payload.Issuer, _issuer, StringComparison.Ordinal))
        {
            return UserTokenStatus.WrongIssuer;
        }

        if (!payload.Audiences.Contains(_audience, StringComparer.Ordinal))
        {
            return UserTokenStatus.WrongAudience;
        }

        // All times are between 1970 and 10,000, so no sum overflows.
        long time = now.ToUnixTimeMilliseconds();
        long notBefore = Math.Max(payload.IssuedAt, payload.NotBefore ?? 0) * 1000;
        if (time + _skew < notBefore)
        {
            return UserTokenStatus.NotYetValid;
        }

        if (time - _skew >= payload.Expires * 1000)
        {
            return UserTokenStatus.Expired;
        }

        return (payload.Expires - payload.IssuedAt) * 1000 > _maxLifetime ? UserTokenStatus.LifetimeTooLong : UserTokenStatus.NotValidated;
    }
}
