namespace HmacKit;

/// <summary>Verification in one pure call, for queues, functions and tests: no clock, no look-up, no replay memory.</summary>
public static class SchemeVerification
{
    /// <summary>Verifies a request in memory. The caller has to see to replays.</summary>
    /// <inheritdoc cref="Verify(SignatureScheme, RequestSource, ReadOnlySpan{byte}, KeyRing, DateTimeOffset)"/>
    public static VerificationResult Verify(this SignatureScheme scheme, RawRequest request, KeyRing keys, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        return scheme.Verify(request, request.Body.Span, keys, now);
    }

    /// <summary>Verifies a request whose body has been read already. The caller has to see to the body's size and to replays.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="request">The request's head.</param>
    /// <param name="body">The body's bytes as they came.</param>
    /// <param name="keys">The keys to accept. If the scheme has key ids, the request must name this ring's.</param>
    /// <param name="now">The time to check against.</param>
    public static VerificationResult Verify(
        this SignatureScheme scheme, RequestSource request, ReadOnlySpan<byte> body, KeyRing keys, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(keys);
        scheme.ThrowIfIncomplete();
        if (scheme.Code is null)
        {
            return VerifyOne(scheme, request, body, keys, now, signature: 0);
        }

        int count = SeveralSignatures.Count(scheme, request, body, out VerificationStatus refusal);
        if (count == 0)
        {
            return VerificationResult.Refused(refusal);
        }

        var signatures = new SeveralSignatures(scheme.Code.Demand);
        for (int i = 0; i < count && !signatures.IsDecided; i++)
        {
            signatures.Add(VerifyOne(scheme, request, body, keys, now, scheme.Code.Demand == SignatureDemand.All ? count - 1 - i : i));
        }

        return signatures.Result;
    }

    private static VerificationResult VerifyOne(
        SignatureScheme scheme, RequestSource request, ReadOnlySpan<byte> body, KeyRing keys, DateTimeOffset now, int signature)
    {
        VerificationStatus status = ClaimReader.Read(scheme, scheme.Freshness, request, body, now.ToUnixTimeMilliseconds(), out RequestClaim claim, signature);
        if (status != VerificationStatus.NotVerified)
        {
            return VerificationResult.Refused(status);
        }

        bool isNamed = !scheme.HasKeyId || claim.KeyId.Span.Equals(keys.Id, StringComparison.Ordinal);
        status = SignatureCheck.Run(scheme, request, ref claim, body, isNamed ? keys : null, now, Math.Max(1, SignatureCheck.CountAccepted(scheme, keys, now)), out KeyRingEntry? key);
        return new VerificationResult(status, claim, keys, key);
    }
}
