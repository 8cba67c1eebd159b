using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>Lets only signed requests through, before anything of them is bound.</summary>
/// <param name="scheme">The name under which the scheme was added.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequireSignatureAttribute(string scheme) : RequirementAttribute
{
    private SignatureGate? _gate;

    /// <summary>The name under which the scheme was added.</summary>
    public string Scheme { get; } = scheme;

    /// <summary>The scope that the key must have, compared exactly; null (the default) if any key will do.</summary>
    public string? Scope { get; set; }

    /// <inheritdoc/>
    public override int Order => int.MinValue;

    /// <summary>What takes over from here, and finds out whether the request is new; null for a handler that reads it itself.</summary>
    internal WebhookReceiver? Receiver { get; init; }

    internal override Task<bool> TryPassAsync(HttpContext context, Callers callers)
    {
        _gate ??= Gates.Of(context.RequestServices).Signature(Scheme);
        return Receiver is null ? _gate.TryPassAsync(context, callers, Scope) : Receiver.TryPassAsync(context, callers, _gate);
    }

    internal override void Resolve(Gates gates) => gates.Signature(Scheme);

    internal override void Describe(EndpointDescription description, Gates gates)
    {
        SignatureGate gate = gates.Signature(Scheme);
        foreach (SchemeCarrier header in gate.Headers)
        {
            description.AddHeader(header.Name);
        }

        description.AddRefusals(gate.Answer, Scope);
    }
}
