namespace HmacKit.AspNetCore;

/// <summary>A refused request: why, and when it is worth trying again. The default value is "unauthenticated".</summary>
public readonly struct Refusal
{
    /// <summary>A refusal for a reason.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="retryAfterSeconds">For the header <c>Retry-After</c> (RFC 9110 section 10.2.3); null for none.</param>
    public Refusal(RefusalReason reason, long? retryAfterSeconds = null)
    {
        Reason = reason;
        RetryAfterSeconds = retryAfterSeconds;
    }

    /// <summary>The reason.</summary>
    public RefusalReason Reason { get; }

    /// <summary>For the header <c>Retry-After</c> (RFC 9110 section 10.2.3), in seconds; null for none.</summary>
    public long? RetryAfterSeconds { get; }

    /// <summary>What came of the signature; <see cref="VerificationStatus.NotVerified"/> if that isn't the reason. For logs, not for the caller.</summary>
    public VerificationStatus Verification { get; private init; }

    /// <summary>What came of the API key; <see cref="ApiKeyStatus.NotVerified"/> if that isn't the reason. For logs, not for the caller.</summary>
    public ApiKeyStatus ApiKey { get; private init; }

    /// <summary>The header <c>WWW-Authenticate</c> of a 401 (RFC 9110 section 11.6.1).</summary>
    internal string? Challenge { get; init; }

    /// <summary>The header <c>Accept-Signature</c> of a 401 (RFC 9421 section 5.1).</summary>
    internal string? AcceptSignature { get; init; }

    /// <summary>The refusal that a verification comes to.</summary>
    /// <param name="status">Any status but <see cref="VerificationStatus.Valid"/>.</param>
    public static Refusal Of(VerificationStatus status) => new(ReasonFor(status)) { Verification = status };

    /// <summary>The refusal that an API key comes to.</summary>
    /// <param name="status">Any status but <see cref="ApiKeyStatus.Valid"/>.</param>
    public static Refusal Of(ApiKeyStatus status) => new(ReasonFor(status)) { ApiKey = status };

    /// <summary>The refusal that a limit comes to: exceeded, or unavailable where it couldn't be decided.</summary>
    /// <param name="decision">A decision that doesn't allow the call.</param>
    public static Refusal Of(in LimitDecision decision) =>
        decision.Status is LimitStatus.Exhausted or LimitStatus.OverCapacity
            ? new Refusal(RefusalReason.LimitExceeded, decision.RetryAfterSeconds)
            : new Refusal(RefusalReason.Unavailable);

    /// <summary>The reason.</summary>
    public override string ToString() => Reason.ToString();

    private static RefusalReason ReasonFor(VerificationStatus status) => status switch
    {
        VerificationStatus.MissingHeader => RefusalReason.MissingSignature,
        VerificationStatus.TimestampTooOld or VerificationStatus.TimestampInFuture or VerificationStatus.Expired => RefusalReason.TimestampOutsideWindow,
        VerificationStatus.Replayed => RefusalReason.Replayed,
        VerificationStatus.BodyTooLarge => RefusalReason.BodyTooLarge,
        VerificationStatus.BodyAlreadyRead => RefusalReason.BodyAlreadyRead,
        VerificationStatus.ReplayStoreUnavailable or VerificationStatus.KeySourceUnavailable => RefusalReason.Unavailable,
        VerificationStatus.NotVerified => RefusalReason.Unauthenticated,
        _ => RefusalReason.InvalidSignature,
    };

    private static RefusalReason ReasonFor(ApiKeyStatus status) => status switch
    {
        ApiKeyStatus.Missing => RefusalReason.MissingKey,
        ApiKeyStatus.CanaryOnly => RefusalReason.CanaryOnly,
        ApiKeyStatus.InsufficientScope => RefusalReason.InsufficientScope,
        ApiKeyStatus.StoreUnavailable => RefusalReason.Unavailable,
        ApiKeyStatus.NotVerified => RefusalReason.Unauthenticated,
        _ => RefusalReason.InvalidKey,
    };
}
