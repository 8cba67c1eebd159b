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
        if (!IsRequestLineInOrder(scheme, request))
        {
            return VerificationStatus.MalformedRequestLine;
        }

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

        if (!claim.HasTag || claim.KeyId.Length > KeyRing.MaxIdLength)
        {
            return VerificationStatus.MalformedHeader;
        }

        return freshness is not null ? CheckTime(freshness, now, ref claim) : VerificationStatus.NotVerified;
    }

    /// <summary>
    /// Methods are case-sensitive (RFC 9110 section 9.1), and signed in upper case. A target is a path and its query
    /// (RFC 9112 section 3.2.1), where a fragment has no place; a request that has none, such as one from a queue, is allowed.
    /// </summary>
    private static bool IsRequestLineInOrder(SignatureScheme scheme, RequestSource request)
    {
        string target = request.Target;
        bool isTarget = target.Length == 0 || (target[0] == '/' && target.Length <= MessagePlan.MaxTargetLength && !target.Contains('#'));
        return isTarget && !((scheme.Covers & (SignedParts.Method | SignedParts.Custom)) != 0 && request.Method.AsSpan().ContainsAnyInRange('a', 'z'));
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
