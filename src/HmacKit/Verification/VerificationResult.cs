namespace HmacKit;

/// <summary>The outcome of a verification. The default value is "no".</summary>
public readonly struct VerificationResult
{
    private readonly ClaimValue _id;
    private readonly ClaimValue _nonce;
    private readonly long _unixMilliseconds;

    /// <summary>What was verified; without a <paramref name="key"/> that matched, it tells nothing of what the request claimed.</summary>
    internal VerificationResult(VerificationStatus status, in RequestClaim claim, KeyRing? ring, KeyRingEntry? key, bool isBodySignedAsCompactJson = false)
    {
        Status = status;
        if (key is not null)
        {
            Ring = ring;
            Key = key;
            _id = claim.Id;
            _nonce = claim.Nonce;
            _unixMilliseconds = claim.UnixMilliseconds;
            HasTime = claim.Timestamp.IsPresent;
            IsBodySignedAsCompactJson = isBodySignedAsCompactJson;
        }
    }

    private VerificationResult(VerificationStatus status) => Status = status;

    /// <summary>What came out.</summary>
    public VerificationStatus Status { get; }

    /// <summary>True only for <see cref="VerificationStatus.Valid"/>.</summary>
    public bool IsValid => Status == VerificationStatus.Valid;

    /// <summary>The id of the key ring that matched; null unless the signature was right.</summary>
    public string? KeyId => Ring?.Id;

    /// <summary>The key ring that matched; null unless the signature was right.</summary>
    public KeyRing? Ring { get; }

    /// <summary>Who the key is: owner, scopes, tier. Null unless the signature was right.</summary>
    public KeyIdentity? Identity => Ring?.Identity;

    /// <summary>Which key of the ring matched: the primary one, or an older one that is still accepted. Null unless the signature was right.</summary>
    public KeyRingEntry? Key { get; }

    /// <summary>The signed time; null if the scheme has none, or unless the signature was right.</summary>
    public DateTimeOffset? SignedAt => HasTime ? DateTimeOffset.FromUnixTimeMilliseconds(_unixMilliseconds) : null;

    /// <summary>The signed message or event id; null if the scheme has none, or unless the signature was right.</summary>
    public string? Id => _id.IsPresent ? _id.ToString() : null;

    /// <summary>The signed nonce; null if the scheme has none, or unless the signature was right.</summary>
    public string? Nonce => _nonce.IsPresent ? _nonce.ToString() : null;

    /// <summary>
    /// True if the signature fits the body only in its compact JSON form, which
    /// <see cref="VerifierOptions.AcceptCompactJsonBecauseTheSenderReformatsIt"/> has to allow: the values are the signed ones,
    /// the bytes between them aren't.
    /// </summary>
    public bool IsBodySignedAsCompactJson { get; }

    private bool HasTime { get; }

    /// <summary>The status.</summary>
    public override string ToString() => Status.ToString();

    /// <summary>A refusal without anything that was verified: also for a reason of your own, such as an environment that a genuine request's key isn't for.</summary>
    /// <param name="status">Any status but <see cref="VerificationStatus.Valid"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status says yes.</exception>
    public static VerificationResult Refused(VerificationStatus status)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(status, VerificationStatus.Valid);
        return new VerificationResult(status);
    }
}
