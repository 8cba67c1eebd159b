namespace HmacKit.AspNetCore;

/// <summary>Keeps the result of a verification with its request.</summary>
internal sealed class SignatureFeature(VerificationResult result)
{
    public VerificationResult Result { get; } = result;
}
