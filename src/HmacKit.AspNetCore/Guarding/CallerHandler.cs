using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>
/// Authenticates callers at a gate, whatever its kind. Not derived from the framework's handler, which makes options, events and a
/// logger ready for each request.
/// </summary>
internal sealed class CallerHandler(IEnumerable<CallerScheme> schemes, Gates gates) : IAuthenticationHandler
{
    private HttpContext _context = null!;
    private Gate _gate = null!;
    private string _name = "";
    private Task<AuthenticateResult>? _result;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        (_context, _name) = (context, scheme.Name);
        foreach (CallerScheme known in schemes)
        {
            if (known.Name == _name)
            {
                _gate = known.FindGate(gates);
            }
        }

        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync() => _result ??= _gate.AuthenticateAsync(_context, _name).AsTask();

    public Task ChallengeAsync(AuthenticationProperties? properties) => RefuseAsync(isForbidden: false);

    public Task ForbidAsync(AuthenticationProperties? properties) => RefuseAsync(isForbidden: true);

    private Task RefuseAsync(bool isForbidden) =>
        CallersRequirement.AnswersFor(_context, _name) ? _gate.RefuseAsync(_context, isForbidden) : Task.CompletedTask;
}
