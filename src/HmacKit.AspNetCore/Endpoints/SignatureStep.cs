using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>Lets only signed requests through.</summary>
internal sealed class SignatureStep(string scheme, string? scope) : EndpointStep
{
    // An endpoint belongs to one application, so its gate is looked up once.
    private SignatureGate? _gate;

    public override EndpointStage Stage => EndpointStage.Identity;

    public override ValueTask<bool> TryPassAsync(HttpContext context) =>
        (_gate ??= SignatureGates.Find(context, scheme)).TryPassAsync(context, scope);
}
