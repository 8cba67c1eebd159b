using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>Lets only callers through that have budget left.</summary>
internal sealed class LimitStep(string? policy, int tokens) : EndpointStep
{
    private LimitGate? _gate;

    public override EndpointStage Stage => EndpointStage.Limit;

    public override ValueTask<bool> TryPassAsync(HttpContext context) =>
        (_gate ??= LimitGate.Find(context.RequestServices)).TryPassAsync(context, policy, tokens);
}
