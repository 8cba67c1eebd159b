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
    /// <param name="scope">The scope that the key must have, compared exactly; null if any key will do.</param>
    public static TBuilder RequireSignature<TBuilder>(this TBuilder builder, string scheme, string? scope = null)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        builder.Add(endpoint =>
        {
            EndpointGuard.Add(endpoint, new SignatureStep(scheme, scope));
            endpoint.Metadata.Add(new SignatureMetadata(scheme, scope));
        });
        return builder;
    }

    /// <summary>The result of the verification that let this request through; the default, "no", if none did.</summary>
    public static VerificationResult GetVerification(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<SignatureFeature>()?.Result ?? default;
    }
}
