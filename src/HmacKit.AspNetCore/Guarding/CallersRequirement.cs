using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>
/// Each of several authentication schemes has to accept the request; the framework alone is content with any of them.
/// The first that doesn't is the one that answers.
/// </summary>
internal sealed class CallersRequirement(IReadOnlyList<string> schemes) : AuthorizationHandler<CallersRequirement>, IAuthorizationRequirement
{
    /// <summary>Whether it is this scheme that has to tell the caller of a refusal.</summary>
    public static bool AnswersFor(HttpContext context, string scheme) =>
        context.Features.Get<Missing>() is not { } missing || missing.Scheme == scheme;

    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, CallersRequirement requirement)
    {
        if (context.Resource is not HttpContext http)
        {
            context.Fail();
            return;
        }

        foreach (string scheme in schemes)
        {
            // Each scheme has authenticated by now, and keeps its result for the request.
            if (!(await http.AuthenticateAsync(scheme)).Succeeded)
            {
                http.Features.Set(new Missing(scheme));
                context.Fail();
                return;
            }
        }

        context.Succeed(requirement);
    }

    /// <summary>Which scheme didn't accept the request.</summary>
    private sealed record Missing(string Scheme);
}
