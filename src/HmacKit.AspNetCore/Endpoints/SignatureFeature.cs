using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>Keeps the result of a verification with its request.</summary>
internal sealed class SignatureFeature
{
    // A server uses a context again for the next request of its connection, after it has cleared the features. So one
    // object for each context is enough, and no request pays for it.
    private static readonly ConditionalWeakTable<HttpContext, SignatureFeature> Kept = [];

    public VerificationResult Result { get; private set; }

    public static void Set(HttpContext context, in VerificationResult result)
    {
        SignatureFeature feature = Kept.GetValue(context, static _ => new SignatureFeature());
        feature.Result = result;
        context.Features.Set(feature);
    }
}
