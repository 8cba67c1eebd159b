namespace HmacKit.Jwt;

/// <summary>Settings of registered user tokens, in code.</summary>
public sealed class UserTokenOptions
{
    /// <summary>Who issues (<c>iss</c>), such as <c>https://api.example.com</c>. It must be set, here or in the configuration.</summary>
    public string? Issuer { get; set; }

    /// <summary>Whom the tokens are for (<c>aud</c>). It must be set, here or in the configuration.</summary>
    public string? Audience { get; set; }

    /// <summary>How tokens are issued. The clock comes from the services.</summary>
    public UserTokenIssuerOptions Issuing { get; } = new();

    /// <summary>How tokens are validated. The clock comes from the services, and so does <see cref="UserTokenValidatorOptions.RevokedTokens"/> if they have one.</summary>
    public UserTokenValidatorOptions Validation { get; } = new();
}
