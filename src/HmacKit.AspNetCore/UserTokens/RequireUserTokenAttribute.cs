using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>Lets only requests with a user's bearer token through, before anything of them is bound.</summary>
/// <param name="scope">The scope that the token must have, compared exactly; null if any token will do.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequireUserTokenAttribute(string? scope = null) : RequirementAttribute
{
    private UserTokenGate? _gate;

    /// <summary>The scope that the token must have; null if any token will do.</summary>
    public string? Scope { get; } = scope;

    /// <summary>The name of the settings, <see cref="RequireUserTokenOptions"/>; <c>UserToken</c> by default.</summary>
    public string Name { get; set; } = RequireUserTokenOptions.DefaultName;

    /// <summary>After what proves the application: of two proofs that are missing, that one is told.</summary>
    public override int Order => int.MinValue + 1;

    internal override Task<bool> TryPassAsync(HttpContext context, Callers callers) =>
        (_gate ??= Gates.Of(context.RequestServices).UserToken(Name)).TryPassAsync(context, callers, Scope);

    internal override void Resolve(Gates gates) => gates.UserToken(Name);

    internal override void Describe(EndpointDescription description, Gates gates)
    {
        description.AddHeader("Authorization");
        description.AddRefusals(gates.UserToken(Name).Answer, Scope);
    }
}
