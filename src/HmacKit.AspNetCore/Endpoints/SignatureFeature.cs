using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>Keeps the result of a verification with its request.</summary>
internal sealed class SignatureFeature
{
    public string Scheme { get; private set; } = "";

    public VerificationResult Result { get; private set; }

    public static void Set(HttpContext context, string scheme, in VerificationResult result) =>
        context.Features.Set(new SignatureFeature { Scheme = scheme, Result = result });
}
