namespace HmacKit.AspNetCore;

/// <summary>Keeps the result of a verification with its request, and which gate it passed.</summary>
internal sealed class SignatureFeature(VerificationResult result, SignatureGate gate)
{
    public VerificationResult Result { get; } = result;

    public SignatureGate Gate { get; } = gate;
}
