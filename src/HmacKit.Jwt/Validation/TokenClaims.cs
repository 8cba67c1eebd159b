using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;

namespace HmacKit.Jwt;

/// <summary>All claims of a token that has passed every rule, as the token library reads them.</summary>
internal static class TokenClaims
{
    /// <summary>The claims under the names that they have in the token; null if the library can't read them.</summary>
    public static ClaimsIdentity? Read(ReadOnlySpan<char> payload)
    {
        try
        {
            return new ClaimsIdentity(JwtPayload.Base64UrlDeserialize(payload.ToString()).Claims, "UserToken", "sub", roleType: null);
        }
#pragma warning disable CA1031 // whatever it is that the library throws, it isn't a yes
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
