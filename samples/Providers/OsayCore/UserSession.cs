using HmacKit.Jwt;
using Microsoft.AspNetCore.Http.Features;
using Providers.Diagnostics;

namespace Providers.OsayCore;

/// <summary>The user for whom an application calls.</summary>
/// <param name="UserId">The user.</param>
/// <param name="TokenId">The id of the token that proves it.</param>
internal sealed record UserSession(string UserId, string TokenId)
{
    /// <summary>The claim that binds a token to the application for which it was issued.</summary>
    public const string AppClaim = "app_id";

    public static UserSession Of(HttpContext context) => context.Features.GetRequiredFeature<UserSession>();
}

/// <summary>
/// The second proof of endpoints that act for a user. It comes after the signature of the application, so that a stolen
/// token alone opens nothing, and only with the application that the token was issued for.
/// </summary>
internal sealed class UserSessionFilter(UserTokenValidator tokens, OsayCoreApps apps, ILogger<UserSessionFilter> logger) : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        string? header = http.Request.Headers.Authorization is [{ } value] ? value : null;
        string? token = header?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true ? header[Scheme.Length..] : null;
        UserTokenResult result = await tokens.ValidateAsync(token, http.RequestAborted);
        if (result.Status == UserTokenStatus.StoreUnavailable)
        {
            return OsayCoreAnswers.Unavailable;
        }

        bool isOwn = result.Claims?.FindFirst(UserSession.AppClaim)?.Value == apps.Of(http).Id;
        if (!result.IsValid || !isOwn)
        {
            Log.TokenRefused(logger, result.Status, isOwn);
            return OsayCoreAnswers.TokenRefused;
        }

        http.Features.Set(new UserSession(result.UserId!, result.TokenId!));
        return await next(context);
    }
}
