using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>Keeps the result of a verification with its request, and which gate it passed.</summary>
internal sealed class SignatureFeature
{
    // A server uses a context again for the next request of its connection, after it has cleared the features. So one
    // object for each context is enough, and no request pays for it.
    private static readonly ConditionalWeakTable<HttpContext, SignatureFeature> Kept = [];

    private SignatureFeature(SignatureGate gate) => Gate = gate;

    public VerificationResult Result { get; private set; }

    public SignatureGate Gate { get; private set; }

    /// <summary>Whether it was asked if the request is new.</summary>
    public bool IsNew { get; private set; }

    public static void Set(HttpContext context, in VerificationResult result, SignatureGate gate, bool isNew)
    {
        if (!Kept.TryGetValue(context, out SignatureFeature? feature))
        {
            feature = new SignatureFeature(gate);
            Kept.AddOrUpdate(context, feature);
        }

        feature.Result = result;
        feature.Gate = gate;
        feature.IsNew = isNew;
        context.Features.Set(feature);
    }
}
