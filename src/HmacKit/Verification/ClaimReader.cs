using System.Runtime.CompilerServices;

namespace HmacKit;

/// <summary>The first checks, which need neither key nor body: the shape of the headers, then the time.</summary>
internal static class ClaimReader
{
    /// <summary>Reads what the request claims; <see cref="VerificationStatus.NotVerified"/> means that nothing speaks against it so far.</summary>
    public static VerificationStatus Read(
        SignatureScheme scheme, FreshnessRule? freshness, RequestSource request, long now, out RequestClaim claim)
    {
        claim = default;
        int tagSize = scheme.Algorithm.TagSize;
        foreach (SchemeHeader header in scheme.HeaderSpan)
        {
            HeaderValue value = request.GetHeader(header.Name);
            if (value.IsMissing)
            {
                return VerificationStatus.MissingHeader;
            }

            if (value.Value is not { Length: <= HeaderGrammar.MaxHeaderLength } text
                || !IsPrintable(text)
                || !header.Grammar.TryRead(text, tagSize, ref claim))
            {
                return VerificationStatus.MalformedHeader;
            }
        }

        if (!claim.HasTag || claim.KeyId.Length > KeyRing.MaxIdLength || request.Target.Length > MessagePlan.MaxTargetLength)
        {
            return VerificationStatus.MalformedHeader;
        }

        return freshness is not null ? CheckTime(freshness, now, ref claim) : VerificationStatus.NotVerified;
    }

    // Not inlined: with its vector paths in the middle of the loop the JIT would give up on everything else there.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsPrintable(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static VerificationStatus CheckTime(FreshnessRule freshness, long now, ref RequestClaim claim)
    {
        if (!TimestampText.TryParse(freshness.Format, claim.Timestamp.Span, out claim.UnixMilliseconds))
        {
            return VerificationStatus.MalformedHeader;
        }

        if (freshness.IsTooOld(claim.UnixMilliseconds, now))
        {
            return VerificationStatus.TimestampTooOld;
        }

        return freshness.IsInFuture(claim.UnixMilliseconds, now) ? VerificationStatus.TimestampInFuture : VerificationStatus.NotVerified;
    }
}
