using System.Security.Claims;
using HmacKit;
using HmacKit.AspNetCore;
using HmacKit.Jwt;
using Providers.Diagnostics;

namespace Providers.OsayCore;

/// <summary>The user for whom an application calls.</summary>
/// <param name="UserId">The user.</param>
/// <param name="TokenId">The id of the token that proves it.</param>
internal sealed record UserSession(string UserId, string TokenId)
{
    /// <summary>The name of the authentication.</summary>
    public const string Scheme = "osaycore-user";

    /// <summary>The claim that binds a token to the application for which it was issued.</summary>
    public const string AppClaim = "app_id";

    public static UserSession Of(HttpContext context)
    {
        ClaimsIdentity user = context.User.Identities.First(identity => identity.AuthenticationType == Scheme);
        return new UserSession(user.FindFirst(ClaimTypes.NameIdentifier)!.Value, user.FindFirst(HmacClaimTypes.KeyId)!.Value);
    }

    /// <summary>The token of the request.</summary>
    public static string TokenOf(HttpContext context) => context.Request.Headers.Authorization.ToString()["Bearer ".Length..].Trim();

    /// <summary>
    /// Whose token it is, if it is good for the application that has signed the request: a stolen token alone opens nothing,
    /// nor does one that was issued for another application.
    /// </summary>
    public static async ValueTask<KeyIdentity?> ValidateAsync(HttpContext context, string token)
    {
        if (!context.GetVerification().IsValid)
        {
            return null;
        }

        IServiceProvider services = context.RequestServices;
        UserTokenResult result = await services.GetRequiredService<UserTokenValidator>().ValidateAsync(token, context.RequestAborted);
        bool isOwn = result.Claims?.FindFirst(AppClaim)?.Value == services.GetRequiredService<OsayCoreApps>().Of(context).Id;
        if (result.IsValid && isOwn)
        {
            return result.Identity;
        }

        Log.TokenRefused(services.GetRequiredService<ILogger<UserSession>>(), result.Status, isOwn);
        return null;
    }
}
