namespace HmacKit;

/// <summary>The first checks, which need no key: the shape of what carries the claim, then the time.</summary>
internal static class ClaimReader
{
    /// <summary>
    /// Reads what the request claims; <see cref="VerificationStatus.NotVerified"/> means that nothing speaks against it so
    /// far. The body is looked at only by schemes that carry something in it. A scheme in code may have several signatures to read.
    /// </summary>
    public static VerificationStatus Read(
        SignatureScheme scheme, FreshnessRule? freshness, RequestSource request, ReadOnlySpan<byte> body, long now, out RequestClaim claim, int signature = 0)
    {
        claim = default;
        return ReadInto(ref claim, scheme, freshness, request, body, now, signature);
    }

    /// <summary>The same into a claim in which nothing stands yet: it is too large to be cleared twice.</summary>
    public static VerificationStatus ReadInto(
        ref RequestClaim claim, SignatureScheme scheme, FreshnessRule? freshness, RequestSource request, ReadOnlySpan<byte> body, long now, int signature = 0)
    {
        if (!IsRequestLineInOrder(scheme, request))
        {
            return VerificationStatus.MalformedRequestLine;
        }

        if (scheme.AnswersTo is { } requests && AnsweredClaim.Read(scheme, requests, request, ref claim) is var asked and not ClaimOutcome.Found)
        {
            return asked == ClaimOutcome.Missing ? VerificationStatus.MissingHeader : VerificationStatus.MalformedHeader;
        }

        ClaimOutcome outcome = scheme.Code is { } code
            ? ReadByCode(code, scheme, request, body, signature, ref claim)
            : CarrierReader.Read(scheme, request, body, ref claim);
        if (outcome != ClaimOutcome.Found)
        {
            return outcome == ClaimOutcome.Missing ? VerificationStatus.MissingHeader : VerificationStatus.MalformedHeader;
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

    private static ClaimOutcome ReadByCode(SchemeCode code, SignatureScheme scheme, RequestSource request, ReadOnlySpan<byte> body, int signature, ref RequestClaim claim)
    {
        claim.SignatureIndex = signature;
        return code.ReadIn(new ClaimInput(scheme, request, body, signature, isSigning: false), new ClaimWriter(scheme, ref claim));
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

        if (scheme.Expiry is { } expiry && CheckEnd(expiry, claim, now, isOptional: scheme.Code is not null && freshness is not null) is var status and not VerificationStatus.NotVerified)
        {
            return status;
        }

        // An end that counts from the signing time says itself how old the request may be.
        bool saysHowOld = scheme.Expiry is { Format: null } && claim.Get(ClaimField.Expires).IsPresent;
        if (freshness is null || (!saysHowOld && freshness.IsTooOld(claim.UnixMilliseconds, now)))
        {
            return freshness is null ? VerificationStatus.NotVerified : VerificationStatus.TimestampTooOld;
        }

        return freshness.IsInFuture(claim.UnixMilliseconds, now) ? VerificationStatus.TimestampInFuture : VerificationStatus.NotVerified;
    }

    private static VerificationStatus CheckEnd(ExpiryRule expiry, in RequestClaim claim, long now, bool isOptional)
    {
        // Code may find no end in a request that has a window all the same.
        if (isOptional && !claim.Get(ClaimField.Expires).IsPresent)
        {
            return VerificationStatus.NotVerified;
        }

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
