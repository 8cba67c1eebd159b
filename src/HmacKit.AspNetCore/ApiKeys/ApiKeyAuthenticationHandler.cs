using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HmacKit.AspNetCore;

/// <summary>Authenticates callers by their API key.</summary>
internal sealed class ApiKeyAuthenticationHandler(
    IOptionsMonitor<ApiKeyAuthenticationOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyGates gates)
    : AuthenticationHandler<ApiKeyAuthenticationOptions>(options, logger, encoder)
{
    private ApiKeyResult _result;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        _result = await Gate.VerifyAsync(Context);
        if (_result.IsValid && _result.Identity is { } identity)
        {
            ClaimsIdentity claims = CallerIdentity.Of(identity, Scheme.Name, isPrimary: _result.OldSecretEnds is null);
            return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(claims), Scheme.Name));
        }

        // Another scheme may know a request without a key, or what stands in Authorization and isn't written like one.
        return _result.Status == ApiKeyStatus.Missing || (_result.Status == ApiKeyStatus.Malformed && Options.IsBearer)
            ? AuthenticateResult.NoResult()
            : AuthenticateResult.Fail($"API key refused: {_result.Status}.");
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        if (CallersRequirement.AnswersFor(Context, Scheme.Name))
        {
            // If the key is fine, what is missing is another kind of proof.
            await Gate.RefuseAsync(Context, _result.IsValid ? default : _result);
        }
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        if (CallersRequirement.AnswersFor(Context, Scheme.Name))
        {
            await Gate.RefuseAsync(Context, _result, isForbidden: _result.IsValid);
        }
    }

    private ApiKeyGate Gate => gates.Get(Scheme.Name);
}
