using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HmacKit.Jwt;

/// <summary>
/// The token library's opinion of a token that has passed all rules, and its claims. Two parsers that know nothing of
/// each other have to agree before a token is valid.
/// </summary>
internal sealed class LibraryCheck(string issuer, string audience, int maxLength)
{
    // Every setting that an application could change for the whole process is given here.
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = maxLength };

    /// <summary>The claims, or null if the library refuses the token.</summary>
    public async ValueTask<ClaimsIdentity?> RunAsync(string token, HmacKey key)
    {
        SecurityKey[] keys = [new HmacSecurityKey(key)];
        var parameters = new TokenValidationParameters
        {
            ValidIssuer = issuer,
            ValidAudience = audience,
            IgnoreTrailingSlashWhenValidatingAudience = false,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKeyResolver = (_, _, _, _) => keys,

            // The library would ask the system's clock; the rules have asked ours.
            LifetimeValidator = static (_, expires, _, _) => expires is not null,
            LogValidationExceptions = false,
            AuthenticationType = "UserToken",
            NameClaimType = "sub",
        };

        try
        {
            TokenValidationResult result = await _handler.ValidateTokenAsync(token, parameters).ConfigureAwait(false);
            if (!result.IsValid)
            {
                return null;
            }

            // The library reads an actor out of a token within the token without verifying that one.
            ClaimsIdentity claims = result.ClaimsIdentity;
            claims.Actor = null;
            return claims;
        }
#pragma warning disable CA1031 // whatever it is that the library throws, it isn't a yes
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
