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
        if (_result.IsValid && _result.Identity is { } identity)
        {
            string matched = _result.Key is { IsPrimary: true } ? "primary" : "older";
            return AuthenticateResult.Success(new AuthenticationTicket(CallerIdentity.Of(identity, Scheme.Name, matched, _result.SignedAt), Scheme.Name));
        }

        // Another scheme may know a request that carries no signature at all.
        return _result.Status == VerificationStatus.MissingHeader
            ? AuthenticateResult.NoResult()
            : AuthenticateResult.Fail($"Signature refused: {_result.Status}.");
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        if (_result.IsValid)
        {
            // The signature is fine; what is missing is another kind of proof.
            _result = default;
        }

        await Gate.RefuseAsync(Context, _result);
    }

    private SignatureGate Gate => gates.Get(Options.SignatureScheme ?? Scheme.Name);
}
