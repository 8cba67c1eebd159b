using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace HmacKit.WebBenchmarks;

/// <summary>Lets everybody in, with one and the same result.</summary>
internal sealed class ConstantHandler : IAuthenticationHandler
{
    private static readonly Task<AuthenticateResult> Result = Task.FromResult(
        AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity("constant")), "constant")));

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context) => Task.CompletedTask;

    public Task<AuthenticateResult> AuthenticateAsync() => Result;

    public Task ChallengeAsync(AuthenticationProperties? properties) => Task.CompletedTask;

    public Task ForbidAsync(AuthenticationProperties? properties) => Task.CompletedTask;
}
