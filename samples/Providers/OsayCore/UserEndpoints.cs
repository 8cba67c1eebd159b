using HmacKit.Jwt;
using Providers.Json;

namespace Providers.OsayCore;

/// <summary>Tokens for users that an application knows, and what there is to know of a user.</summary>
internal static class UserEndpoints
{
    public static async Task<IResult> IssueTokenAsync(HttpContext context, OsayCoreApps apps, OsayCoreUsers users, UserTokenIssuer tokens)
    {
        if (await ApiJson.ReadAsync<TokenRequest>(context) is not { UserId: { Length: > 0 } userId } request)
        {
            return OsayCoreAnswers.BadRequest("Missing user_id");
        }

        TimeSpan? lifetime = request.ExpiresInSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        if (!tokens.CanIssue(userId, lifetime))
        {
            return OsayCoreAnswers.BadRequest("Invalid user_id or expires_in_seconds");
        }

        if (users.Find(userId) is not { } user)
        {
            return OsayCoreAnswers.UserNotFound;
        }

        UserToken token = await IssueAsync(tokens, user, apps.Of(context).Id, lifetime, context.RequestAborted);
        return ApiJson.Answer(new { jwt_token = token.Token, expires_at = ApiJson.Time(token.ExpiresAt) });
    }

    public static ValueTask<UserToken> IssueAsync(
        UserTokenIssuer tokens, OsayCoreUser user, string appId, TimeSpan? lifetime, CancellationToken cancellationToken) =>
        tokens.IssueAsync(
            new UserTokenGrant(user.Id)
            {
                Lifetime = lifetime,
                Claims = new Dictionary<string, object> { [UserSession.AppClaim] = appId },
            },
            cancellationToken);

    public static IResult GetContext(HttpContext context, OsayCoreApps apps, OsayCoreUsers users)
    {
        UserSession session = UserSession.Of(context);
        if (users.Find(session.UserId) is not { } user)
        {
            return OsayCoreAnswers.UserNotFound;
        }

        OsayCoreApp app = apps.Of(context);
        return ApiJson.Answer(new
        {
            success = true,
            user_summary = new
            {
                id = user.Id,
                email = user.Email,
                username = user.Username,
                display_name = user.DisplayName,
                role = user.Role,
                status = user.Status,
                avatar_url = (string?)null,
                email_verified = user.EmailVerified,
            },
            credit_balance = new
            {
                balance = CreditAmount.ToCredits(user.Balance),
                lifetime_earned = CreditAmount.ToCredits(user.LifetimeEarned),
                lifetime_spent = CreditAmount.ToCredits(user.LifetimeSpent),
                currency_unit = "credits",
            },
            app_context = new
            {
                app_id = app.Id,
                app_name = app.Name,
                app_permissions = new
                {
                    can_use = user.CanUse,
                    is_authorized = user.CanUse,
                    effective_credit_rate = app.CreditRate,
                    scopes = app.Scopes,
                    custom_permissions = new { },
                },
            },
            enabled_features = app.Features.ToDictionary(feature => feature.Key, feature => feature.Value.IsOnFor(feature.Key, user)),
            api_session_id = session.TokenId,
        });
    }

    private sealed record TokenRequest(string? UserId, int? ExpiresInSeconds);
}
