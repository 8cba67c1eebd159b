using System.Text;

namespace HmacKit.Contracts;

/// <summary>Claims of a signature, which only a verifier makes: this has it verify a request and looks at what it asks the store.</summary>
internal sealed class SignatureClaim : IReplayStore
{
    private static readonly SignatureScheme Scheme = SignatureScheme.Compile(new()
    {
        Name = "by-signature",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["X-Key"] = HeaderFormat.Text("{keyid}"),
            ["X-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["X-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromMinutes(1)),
        Replay = ReplayRule.BySignature,
    });

    private ReplayClaim _claim;

    /// <summary>The claim of a request with this body, under a key that depends on the key id alone.</summary>
    public static async Task<ReplayClaim> For(TimeProvider clock, string keyId, string body)
    {
        HmacKey key = HmacKey.FromText("a secret that everybody knows; key " + keyId);
        var ring = new KeyRing(keyId, key);
        var store = new SignatureClaim();
        var verifier = new RequestVerifier(Scheme, new MemoryKeySource(ring), new() { ReplayStore = store, TimeProvider = clock });
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        SignedHeaders signed = new RequestSigner(Scheme, ring, clock).Sign(new RawRequest("POST", "/", [], bytes));
        VerificationResult result = await verifier.VerifyAsync(new RawRequest("POST", "/", signed, bytes));
        Assert.Equal(VerificationStatus.Valid, result.Status);
        return store._claim;
    }

    public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default)
    {
        _claim = claim;
        return new(ReplayOutcome.Added);
    }
}
