using HmacKit.Jwt;
using Providers.Audit;
using Providers.Json;

namespace Providers.OsayCore;

/// <summary>Tokens for users that an application knows, and what there is to know of a user.</summary>
internal static class UserEndpoints
{
    private const int MaxOwnId = 200;

    public static async Task<IResult> IssueTokenAsync(HttpContext context, OsayCoreApps apps, OsayCoreUsers users, UserTokenIssuer tokens, Activity activity)
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

        OsayCoreApp app = apps.Of(context);
        if (users.FindFor(app.Id, userId) is not { } user)
        {
            return OsayCoreAnswers.UserNotFound;
        }

        UserToken token = await IssueAsync(tokens, user, app.Id, lifetime, context.RequestAborted);
        activity.Note(context, "user.token", "issued", app.Id, $"{user.Id} {token.TokenId}");
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
        OsayCoreAppUser own = app.Of(user.Id);
        bool canUse = user.CanUse && (own.CanUse ?? true);
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
                    can_use = canUse,
                    is_authorized = canUse,
                    effective_credit_rate = own.CreditRate ?? app.CreditRate,
                    scopes = own.Scopes ?? app.Scopes,
                    custom_permissions = own.PermissionsAsJson(),
                },
            },
            enabled_features = app.Features.ToDictionary(feature => feature.Key, feature => feature.Value.IsOnFor(feature.Key, user)),
            api_session_id = session.TokenId,
        });
    }

    /// <summary>Makes an application's own user known to OsayCore: from then on its own id of that user is as good as OsayCore's.</summary>
    public static async Task<IResult> RegisterAsync(HttpContext context, OsayCoreApps apps, OsayCoreUsers users, Activity activity)
    {
        if (await ApiJson.ReadAsync<UserRequest>(context) is not { } request || !ApiJson.IsText(request.UserId, MaxOwnId) || !SignInForm.IsEmail(request.Email?.ToLowerInvariant()))
        {
            return OsayCoreAnswers.BadRequest("Missing user_id or email");
        }

        string appId = apps.Of(context).Id;
        (bool isNew, OsayCoreUser? user) = users.Register(appId, request.UserId!, request.Email!.ToLowerInvariant());
        activity.Note(context, "user.register", user is null ? "taken" : isNew ? "done" : "known", appId, user?.Id ?? "");
        return user is null
            ? OsayCoreAnswers.Conflict("This user_id or email belongs to another user")
            : ApiJson.Answer(new { success = true, id = user.Id, user_id = request.UserId }, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    /// <summary>Ends a session before its time: its token opens nothing from then on.</summary>
    public static async Task<IResult> SignOutAsync(HttpContext context, OsayCoreApps apps, UserTokenValidator tokens, Activity activity)
    {
        UserSession session = UserSession.Of(context);
        UserTokenResult token = await tokens.ValidateAsync(UserSession.TokenOf(context), context.RequestAborted);
        if (token.IsValid && !await tokens.RevokeAsync(token, context.RequestAborted))
        {
            return OsayCoreAnswers.Unavailable;
        }

        activity.Note(context, "user.sign_out", "done", apps.Of(context).Id, $"{session.UserId} {session.TokenId}");
        return ApiJson.Answer(new { success = true });
    }

    private sealed record UserRequest(string? UserId, string? Email);

    private sealed record TokenRequest(string? UserId, int? ExpiresInSeconds);
}
