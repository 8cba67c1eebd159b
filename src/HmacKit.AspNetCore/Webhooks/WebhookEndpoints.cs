using Microsoft.AspNetCore.Builder;

namespace HmacKit.AspNetCore;

/// <summary>The endpoint of events and that of the handshake, which the same conventions hold for.</summary>
internal sealed class WebhookEndpoints(IEndpointConventionBuilder events, IEndpointConventionBuilder handshakes) : IEndpointConventionBuilder
{
    public void Add(Action<EndpointBuilder> convention)
    {
        events.Add(convention);
        handshakes.Add(convention);
    }

    public void Finally(Action<EndpointBuilder> finallyConvention)
    {
        events.Finally(finallyConvention);
        handshakes.Finally(finallyConvention);
    }
}
