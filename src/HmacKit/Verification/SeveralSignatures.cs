namespace HmacKit;

/// <summary>What comes of the signatures of one request, where a scheme in code reads several.</summary>
internal struct SeveralSignatures(SignatureDemand demand)
{
    private bool _hasResult;

    /// <summary>What came of all of them so far. Of refusals the one that came furthest.</summary>
    public VerificationResult Result { get; private set; }

    /// <summary>Whether the others can't change it any more.</summary>
    public bool IsDecided { get; private set; }

    /// <summary>How many signatures a request has; 0 if there is none or there are too many, with the status for it.</summary>
    public static int Count(SignatureScheme scheme, RequestSource request, ReadOnlySpan<byte> body, out VerificationStatus status)
    {
        int count = scheme.Code!.CountIn(new ClaimInput(scheme, request, body, signatureIndex: 0, isSigning: false));
        status = count < 1 ? VerificationStatus.MissingHeader : VerificationStatus.MalformedHeader;
        return count is >= 1 and <= SchemeCode.MaxSignatures ? count : 0;
    }

    /// <summary>Takes the next one.</summary>
    public void Add(VerificationResult result)
    {
        if (demand == SignatureDemand.All)
        {
            // Items of one request that name different keys have no one sender.
            bool isOther = _hasResult && result.IsValid && result.KeyId != Result.KeyId;
            Result = isOther ? VerificationResult.Refused(VerificationStatus.MalformedHeader) : result;
            IsDecided = !Result.IsValid;
        }
        else
        {
            Result = !_hasResult || result.Key is not null || Reach(result.Status) > Reach(Result.Status) ? result : Result;
            IsDecided = result.Key is not null;
        }

        _hasResult = true;
    }

    private static int Reach(VerificationStatus status) => status switch
    {
        VerificationStatus.MissingHeader or VerificationStatus.MalformedHeader or VerificationStatus.MalformedRequestLine => 0,
        VerificationStatus.TimestampTooOld or VerificationStatus.TimestampInFuture or VerificationStatus.Expired => 1,
        VerificationStatus.UnknownKey or VerificationStatus.KeyExpired or VerificationStatus.KeyDisabled => 2,
        VerificationStatus.SignatureMismatch => 3,
        _ => 4,
    };
}
