using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HmacKit.AspNetCore;

/// <summary>Authenticates users by a bearer token.</summary>
internal sealed class UserTokenAuthenticationHandler(
    IOptionsMonitor<UserTokenAuthenticationOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<UserTokenAuthenticationOptions>(options, logger, encoder)
{
    private const string BearerPrefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } value] || !value.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        string token = value[BearerPrefix.Length..];
        if (token.Length > UserTokenAuthenticationOptions.MaxTokenLength || await Options.ValidateToken!(Context, token) is not { } identity)
        {
            return AuthenticateResult.Fail("User token refused.");
        }

        ClaimsIdentity claims = CallerIdentity.Of(identity, Scheme.Name, isPrimary: null);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(claims), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => RefuseAsync();

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => RefuseAsync();

    private async Task RefuseAsync()
    {
        if (!CallersRequirement.AnswersFor(Context, Scheme.Name))
        {
            return;
        }

        AuthenticateResult result = await HandleAuthenticateOnceSafeAsync();
        RefusalReason reason = result.Succeeded ? RefusalReason.InsufficientScope : result.None ? RefusalReason.MissingToken : RefusalReason.InvalidToken;
        await Options.Answer.WriteAsync(Context, new Refusal(reason) { Challenge = "Bearer" });
    }
}
