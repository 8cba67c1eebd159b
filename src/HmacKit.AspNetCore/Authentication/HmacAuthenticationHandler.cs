using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HmacKit.AspNetCore;

/// <summary>Authenticates callers by the signature of their request.</summary>
internal sealed class HmacAuthenticationHandler(
    IOptionsMonitor<HmacAuthenticationOptions> options, ILoggerFactory logger, UrlEncoder encoder, SignatureGates gates)
    : AuthenticationHandler<HmacAuthenticationOptions>(options, logger, encoder)
{
    private VerificationResult _result;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        _result = await Gate.VerifyAsync(Context);
        if (_result.IsValid)
        {
            KeyIdentity identity = _result.Identity ?? new KeyIdentity { KeyId = _result.KeyId ?? "" };
            var principal = new ClaimsPrincipal(CallerIdentity.Of(identity, Scheme.Name, _result));
            return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
        }

        // Another scheme may know a request that carries no signature at all.
        return _result.Status == VerificationStatus.MissingHeader
            ? AuthenticateResult.NoResult()
            : AuthenticateResult.Fail($"Signature refused: {_result.Status}.");
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        if (CallersRequirement.AnswersFor(Context, Scheme.Name))
        {
            // If the signature is fine, what is missing is another kind of proof.
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

    private SignatureGate Gate => gates.Get(Options.SignatureScheme ?? Scheme.Name);
}
