using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Providers.OAuth;

/// <summary>Tokens for what OpenIddict has found to be right: a code with its proof, a refresh token, or an application's own secret.</summary>
internal static class TokenEndpoint
{
    public static async Task<IResult> ExchangeAsync(HttpContext context, Dictionary<string, OAuthApplication> applications)
    {
        // None where the host of the request is no name: OpenIddict then takes the address for another one than its own.
        if (context.GetOpenIddictServerRequest() is not { } request)
        {
            return Results.BadRequest();
        }

        if (request.IsClientCredentialsGrantType())
        {
            return OAuthIdentity.SignIn(applications[request.ClientId!].Owner, request.GetScopes());
        }

        AuthenticateResult given = await context.AuthenticateAsync(OAuthIdentity.Scheme);
        return given.Principal?.GetClaim(Claims.Subject) is { } subject
            ? OAuthIdentity.SignIn(subject, given.Principal.GetScopes())
            : OAuthIdentity.Refuse(OpenIddictConstants.Errors.InvalidGrant, "The code or token is over.");
    }
}
