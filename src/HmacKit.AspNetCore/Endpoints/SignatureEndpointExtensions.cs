using HmacKit;
using HmacKit.AspNetCore;
using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Signed endpoints.</summary>
public static class SignatureEndpointExtensions
{
    /// <summary>
    /// Lets only signed requests through. The signature is verified before anything of the request is bound, and the handler
    /// can still read the body. Works for minimal APIs, controllers and groups.
    /// </summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="scheme">The name under which the scheme was added.</param>
    public static TBuilder RequireSignature<TBuilder>(this TBuilder builder, string scheme)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        builder.Add(endpoint =>
        {
            RequestDelegate handler = endpoint.RequestDelegate
                ?? throw new InvalidOperationException($"The endpoint '{endpoint.DisplayName}' has no handler to put a signature before.");
            endpoint.Metadata.Add(new SignatureMetadata(scheme));

            // The gate is looked up once: asking the request for its services would make a scope for each request.
            IServiceProvider services = endpoint.ApplicationServices;
            SignatureGate? gate = null;
            endpoint.RequestDelegate = context => InvokeAsync(context, gate ??= SignatureGates.Find(services, scheme), handler);
        });
        return builder;
    }

    /// <summary>The result of the verification that let this request through; the default, "no", if none did.</summary>
    public static VerificationResult GetVerification(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<SignatureFeature>()?.Result ?? default;
    }

    /// <summary>Not async, so that a request whose verification had to wait for nothing needs no state machine here.</summary>
    private static Task InvokeAsync(HttpContext context, SignatureGate gate, RequestDelegate handler)
    {
        ValueTask<bool> pass = gate.TryPassAsync(context);
        if (!pass.IsCompletedSuccessfully)
        {
            return AwaitAsync(pass, context, handler);
        }

        return pass.Result ? handler(context) : Task.CompletedTask;
    }

    private static async Task AwaitAsync(ValueTask<bool> pass, HttpContext context, RequestDelegate handler)
    {
        if (await pass)
        {
            await handler(context);
        }
    }
}
