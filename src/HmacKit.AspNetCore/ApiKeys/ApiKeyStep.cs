using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>Lets only requests with an API key through.</summary>
internal sealed class ApiKeyStep(string name, string? scope) : EndpointStep
{
    private ApiKeyGate? _gate;

    public override EndpointStage Stage => EndpointStage.Identity;

    public override ValueTask<bool> TryPassAsync(HttpContext context) =>
        (_gate ??= ApiKeyGates.Find(context, name)).TryPassAsync(context, scope);
}
