using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>
/// Authenticates callers at a gate, whatever its kind. Not derived from the framework's handler, which makes options, events and a
/// logger ready for each request.
/// </summary>
internal sealed class CallerHandler(CallerSchemes schemes) : IAuthenticationHandler
{
    private HttpContext _context = null!;
    private string _name = "";
    private Task<AuthenticateResult>? _result;

    private Gate Gate => schemes.Find(_name);

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        (_context, _name) = (context, scheme.Name);
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync() => _result ??= Gate.AuthenticateAsync(_context, _name).AsTask();

    public Task ChallengeAsync(AuthenticationProperties? properties) => RefuseAsync(isForbidden: false);

    public Task ForbidAsync(AuthenticationProperties? properties) => RefuseAsync(isForbidden: true);

    private Task RefuseAsync(bool isForbidden) =>
        CallersRequirement.AnswersFor(_context, _name) ? Gate.RefuseAsync(_context, isForbidden) : Task.CompletedTask;
}
