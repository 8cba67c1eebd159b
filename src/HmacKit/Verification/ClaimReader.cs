using System.Runtime.CompilerServices;

namespace HmacKit;

/// <summary>The first checks, which need no key: the shape of what carries the claim, then the time.</summary>
internal static class ClaimReader
{
    /// <summary>
    /// Reads what the request claims; <see cref="VerificationStatus.NotVerified"/> means that nothing speaks against it so
    /// far. The body is looked at only by schemes that carry something in it.
    /// </summary>
    public static VerificationStatus Read(
        SignatureScheme scheme, FreshnessRule? freshness, RequestSource request, ReadOnlySpan<byte> body, long now, out RequestClaim claim)
    {
        claim = default;
        if (!IsRequestLineInOrder(scheme, request))
        {
            return VerificationStatus.MalformedRequestLine;
        }

        int tagSize = scheme.TagSize;
        foreach (SchemeCarrier carrier in scheme.CarrierSpan)
        {
            VerificationStatus status = CarrierText.Find(carrier, request, body, out ClaimValue text);
            if (status == VerificationStatus.MissingHeader && carrier.Format.IsOptional)
            {
                continue;
            }

            if (status != VerificationStatus.NotVerified)
            {
                return status;
            }

            if (!IsPrintable(text) || !carrier.Grammar.TryRead(text, tagSize, ref claim))
            {
                return VerificationStatus.MalformedHeader;
            }
        }

        if (claim.SignatureCount == 0)
        {
            return VerificationStatus.MissingHeader;
        }

        if (!claim.HasTag || claim.KeyId.Length > KeyRing.MaxIdLength)
        {
            return VerificationStatus.MalformedHeader;
        }

        return freshness is null && scheme.Expiry is null
            ? VerificationStatus.NotVerified
            : CheckTime(scheme, freshness, now, ref claim);
    }

    /// <summary>Decodes all well-formed signatures of a request that was read before, and returns how many there are.</summary>
    public static int ReadTags(SignatureScheme scheme, RequestSource request, ReadOnlySpan<byte> body, Span<byte> tags)
    {
        int count = 0;
        foreach (SchemeCarrier carrier in scheme.CarrierSpan)
        {
            if (carrier.HasSignature && CarrierText.Find(carrier, request, body, out ClaimValue text) == VerificationStatus.NotVerified)
            {
                count += carrier.Grammar.ReadTags(text, scheme.TagSize, tags[(count * scheme.TagSize)..]);
            }
        }

        return count;
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
    private static bool IsPrintable(ClaimValue text) => !text.Span.ContainsAnyExceptInRange(' ', '~');

    private static VerificationStatus CheckTime(SignatureScheme scheme, FreshnessRule? freshness, long now, ref RequestClaim claim)
    {
        if (freshness is not null && !TimestampText.TryParse(freshness.Format, claim.Timestamp.Span, out claim.UnixMilliseconds))
        {
            return VerificationStatus.MalformedHeader;
        }

        ClaimValue date = claim.Get(ClaimField.Date);
        if (date.IsPresent && !IsDayOf(claim.UnixMilliseconds, scheme.Names.DateHasDashes, date.Span))
        {
            return VerificationStatus.MalformedHeader;
        }

        if (scheme.Expiry is { } expiry && CheckEnd(expiry, claim, now) is var status and not VerificationStatus.NotVerified)
        {
            return status;
        }

        // An end that counts from the signing time says itself how old the request may be.
        if (freshness is null || (scheme.Expiry is not { Format: null } && freshness.IsTooOld(claim.UnixMilliseconds, now)))
        {
            return freshness is null ? VerificationStatus.NotVerified : VerificationStatus.TimestampTooOld;
        }

        return freshness.IsInFuture(claim.UnixMilliseconds, now) ? VerificationStatus.TimestampInFuture : VerificationStatus.NotVerified;
    }

    private static VerificationStatus CheckEnd(ExpiryRule expiry, in RequestClaim claim, long now)
    {
        if (!expiry.TryRead(claim.Get(ClaimField.Expires).Span, claim.UnixMilliseconds, out long end)
            || end - now > expiry.MaxLife.TotalMilliseconds)
        {
            return VerificationStatus.MalformedHeader;
        }

        return now > end ? VerificationStatus.Expired : VerificationStatus.NotVerified;
    }

    private static bool IsDayOf(long unixMilliseconds, bool withDashes, ReadOnlySpan<char> text)
    {
        Span<byte> day = stackalloc byte[TimestampText.MaxLength];
        return System.Text.Ascii.Equals(day[..TimestampText.FormatDate(unixMilliseconds, withDashes, day)], text);
    }
}
