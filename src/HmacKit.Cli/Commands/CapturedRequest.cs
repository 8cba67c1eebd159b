namespace HmacKit.Cli;

/// <summary>A captured request, and what verifies it.</summary>
/// <param name="Verifier">What verifies it.</param>
/// <param name="Request">The request.</param>
/// <param name="Key">The key, which is disposed with this.</param>
internal sealed record CapturedRequest(OfflineVerifier Verifier, RawRequest Request, HmacKey Key) : IDisposable
{
    public void Dispose() => Key.Dispose();
}
