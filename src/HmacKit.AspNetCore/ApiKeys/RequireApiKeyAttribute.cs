using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>Lets only requests with an API key through, before anything of them is bound.</summary>
/// <param name="scope">The scope that the key must have, compared exactly; null if any key will do.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequireApiKeyAttribute(string? scope = null) : RequirementAttribute
{
    private ApiKeyGate? _gate;

    /// <summary>The scope that the key must have; null if any key will do.</summary>
    public string? Scope { get; } = scope;

    /// <summary>The name of the settings, <see cref="ApiKeyOptions"/>; <c>ApiKey</c> by default.</summary>
    public string Name { get; set; } = ApiKeyOptions.DefaultName;

    /// <inheritdoc/>
    public override int Order => int.MinValue;

    internal override Task<bool> TryPassAsync(HttpContext context, Callers callers) =>
        (_gate ??= Gates.Of(context.RequestServices).ApiKey(Name)).TryPassAsync(context, callers, Scope);

    internal override void Resolve(Gates gates) => gates.ApiKey(Name);

    internal override void Describe(EndpointDescription description, Gates gates)
    {
        ApiKeyGate gate = gates.ApiKey(Name);
        description.AddHeader(gate.Header);
        description.AddRefusals(gate.Answer, Scope);
    }
}
