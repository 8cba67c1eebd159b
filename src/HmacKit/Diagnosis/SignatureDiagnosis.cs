namespace HmacKit;

/// <summary>
/// Why a request is refused: proof in place of guesses. The known slips of senders are tried, alone and in pairs, and the
/// one that reproduces the sender's signature is the cause.
/// </summary>
/// <remarks>
/// For the people who look after a verifier, in development and in support. Never hand any of it to the caller: a stranger who may ask
/// why a signature is wrong can work towards a right one. It allocates, takes up to its budget of time, and leaves copies of the
/// secret in memory until they are collected; it has no place on the path of every request.
/// </remarks>
public sealed class SignatureDiagnosis
{
    private SignatureDiagnosis(VerificationStatus status, IReadOnlyList<DiagnosisCause> causes, string advice)
    {
        Status = status;
        Causes = causes;
        Advice = advice;
    }

    /// <summary>What came out of the verification.</summary>
    public VerificationStatus Status { get; }

    /// <summary>The slips that together reproduce the sender's signature: none if nothing could be proven, else one or two, and up to three that all write JSON anew.</summary>
    public IReadOnlyList<DiagnosisCause> Causes { get; }

    /// <summary>The first of <see cref="Causes"/>; null if nothing could be proven.</summary>
    public DiagnosisCause? Cause => Causes.Count > 0 ? Causes[0] : null;

    /// <summary>Where nothing could be proven: what speaks for a cause that can't be, the strongest first. A hint may be wrong.</summary>
    public IReadOnlyList<DiagnosisHint> Hints { get; private init; } = [];

    /// <summary>What is wrong and what to change. It holds no secret, no signature and nothing of the body.</summary>
    public string Advice { get; }

    /// <summary>The message that the verifier expects to be signed, at most its first 1 MiB; empty if the request is too incomplete for one. It holds the body.</summary>
    public ReadOnlyMemory<byte> ExpectedMessage { get; private init; }

    /// <summary>Where the message that was signed first differs from <see cref="ExpectedMessage"/>; null if nothing could be proven, or the slip isn't in the message.</summary>
    public MessageDifference? Difference { get; private init; }

    /// <summary>Whether the signature is right for the request as it came, so that something else speaks against it.</summary>
    public bool IsSignatureRight { get; private init; }

    /// <summary>False if the budget of time was spent before every slip was tried.</summary>
    public bool IsComplete { get; private init; } = true;

    /// <summary>Explains a request in memory.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="request">The request.</param>
    /// <param name="keys">The keys that are known for it; null if there are none.</param>
    /// <param name="now">The time to check against.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    public static SignatureDiagnosis Explain(
        SignatureScheme scheme, RawRequest request, KeyRing? keys, DateTimeOffset now, DiagnosisOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(request);
        VerificationStatus status = StatusOf(scheme, request, keys, now);
        return Explain(scheme, scheme.Freshness, request, request.Body, keys, now, status, options);
    }

    /// <summary>Explains a request that a verifier refused, with that verifier's keys, clock and window.</summary>
    /// <param name="verifier">The verifier.</param>
    /// <param name="request">The request's head.</param>
    /// <param name="body">The body's bytes as they came.</param>
    /// <param name="status">What the verifier said.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <param name="cancellationToken">Ends the look-up of the keys.</param>
    public static async ValueTask<SignatureDiagnosis> ExplainAsync(
        RequestVerifier verifier,
        RequestSource request,
        ReadOnlyMemory<byte> body,
        VerificationStatus status,
        DiagnosisOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(verifier);
        ArgumentNullException.ThrowIfNull(request);
        string? id = verifier.Scheme.HasKeyId ? NamedKey(verifier.Scheme, request, body.Span) : "";
        KeyRing? ring = id is { Length: <= KeyRing.MaxIdLength } ? await verifier.Keys.FindAsync(id, cancellationToken).ConfigureAwait(false) : null;
        return Explain(verifier.Scheme, verifier.Freshness, request, body, ring, verifier.Time.GetUtcNow(), status, options);
    }

    /// <summary>The status, the causes and the advice; nothing of the message.</summary>
    public override string ToString() =>
        Causes.Count > 0 ? $"{Status} ({string.Join(", ", Causes)}): {Advice}"
        : Hints.Count > 0 ? $"{Status} (hint: {string.Join(", ", Hints)}): {Advice}"
        : $"{Status}: {Advice}";

    /// <summary>The key that the request names, in the scheme's header or in a related one.</summary>
    private static string? NamedKey(SignatureScheme scheme, RequestSource request, ReadOnlySpan<byte> body) => HeaderReading.Of(scheme, request, body).KeyId
        ?? RelatedHeaders.Of(scheme, request).Select(related => HeaderReading.Of(scheme, related.Request, default).KeyId).FirstOrDefault(static id => id is not null);

    private static VerificationStatus StatusOf(SignatureScheme scheme, RawRequest request, KeyRing? keys, DateTimeOffset now)
    {
        if (scheme.Code is not null && keys is not null)
        {
            return scheme.Verify(request, keys, now).Status;
        }

        VerificationStatus status = ClaimReader.Read(scheme, scheme.Freshness, request, request.Body.Span, now.ToUnixTimeMilliseconds(), out RequestClaim claim);
        bool isNamed = keys is not null && (!scheme.HasKeyId || claim.KeyId.Span.Equals(keys.Id, StringComparison.Ordinal));
        return status == VerificationStatus.NotVerified
            ? SignatureCheck.Run(scheme, request, ref claim, request.Body.Span, isNamed ? keys : null, now, refusalMacs: 1, out _)
            : status;
    }

    private static SignatureDiagnosis Explain(
        SignatureScheme scheme,
        FreshnessRule? freshness,
        RequestSource request,
        ReadOnlyMemory<byte> body,
        KeyRing? ring,
        DateTimeOffset now,
        VerificationStatus status,
        DiagnosisOptions? options)
    {
        options ??= new DiagnosisOptions();
        Attempt attempt = Attempt.At(scheme, request, body, ring, now, options, []);
        TimeFinding? time = TimeFinding.Of(freshness, attempt.Received.Timestamp, now);
        if (status is VerificationStatus.Valid or VerificationStatus.Replayed || !IsWorthSearching(status))
        {
            bool isGenuine = status is VerificationStatus.Valid or VerificationStatus.Replayed;
            return new SignatureDiagnosis(status, [], StatusWords.Of(status, attempt.Received, time, isGenuine))
            {
                ExpectedMessage = SlipSearch.ExpectedMessage(attempt.Received),
                IsSignatureRight = isGenuine,
                Hints = status == VerificationStatus.BodyAlreadyRead ? [DiagnosisHint.BodyReadBefore] : [],
            };
        }

        if (status == VerificationStatus.DigestMismatch)
        {
            return ConcludeDigest(attempt.Received, time);
        }

        attempt.Search();
        IReadOnlyList<(string Missing, string There)> relatives = [];
        if (attempt.Proof is null && status == VerificationStatus.MissingHeader)
        {
            foreach ((RequestSource renamed, IReadOnlyList<(string, string)> names) in RelatedHeaders.Of(scheme, request))
            {
                relatives = relatives.Count == 0 ? names : relatives;
                Attempt other = Attempt.At(scheme, renamed, body, ring, now, options, names);
                other.Search();
                if (other.Proof is not null)
                {
                    attempt = other;
                    break;
                }
            }
        }

        if (attempt.Proof is null && status is VerificationStatus.MissingHeader or VerificationStatus.MalformedHeader && HoldsSignatureInBody(scheme))
        {
            attempt.SearchBodies(ring, now);
        }

        return Conclude(status, attempt, time, relatives);
    }

    private static bool HoldsSignatureInBody(SignatureScheme scheme)
    {
        foreach (SchemeCarrier carrier in scheme.CarrierSpan)
        {
            if (carrier.IsInBody)
            {
                return true;
            }
        }

        return scheme.Code is not null;
    }

    private static SignatureDiagnosis ConcludeDigest(SignedRequest received, TimeFinding? time)
    {
        var search = new DigestSearch(received);
        List<(DiagnosisCause Cause, string What)> slips = search.Find();
        DiagnosisHint[] hints = slips.Count > 0 ? [] : [.. BodyEvidence.Of(received)];
        string advice = slips.Count > 0 ? StatusWords.OfDigest(slips) : StatusWords.OfNone(VerificationStatus.DigestMismatch, received, search.IsComplete, time, hints);
        return new SignatureDiagnosis(VerificationStatus.DigestMismatch, [.. slips.Select(static slip => slip.Cause).Distinct()], advice)
        {
            Hints = hints,
            ExpectedMessage = SlipSearch.ExpectedMessage(received),
            IsSignatureRight = true,
            IsComplete = search.IsComplete,
        };
    }

    private static SignatureDiagnosis Conclude(VerificationStatus status, Attempt attempt, TimeFinding? time, IReadOnlyList<(string Missing, string There)> relatives)
    {
        // Where the signature was found comes before what is wrong with it.
        List<(DiagnosisCause Cause, string What)> slips = [.. (attempt.Proof?.Slips ?? []).OrderByDescending(static slip => slip.Cause == SignatureCauses.HeaderOther)];
        if (attempt.Proof is not null)
        {
            AddWhatTheStatusSays(slips, status, time);
        }

        bool isRight = attempt.Proof is { Slips.Count: 0 };
        DiagnosisHint[] hints = attempt.Proof is not null ? []
            : [.. relatives.Count > 0 ? [DiagnosisHint.HeaderRelative] : (DiagnosisHint[])[], .. status == VerificationStatus.SignatureMismatch || attempt.Received.Options.BodyWasReadBefore ? BodyEvidence.Of(attempt.Received) : []];
        byte[]? expected = SlipSearch.ExpectedMessage(attempt.Received);
        string advice = slips.Count > 0 ? StatusWords.OfProof(slips, time) : StatusWords.OfNone(status, attempt.Received, attempt.IsComplete, time, hints, isRight, relatives);
        return new SignatureDiagnosis(status, [.. slips.Select(static slip => slip.Cause).Distinct()], advice)
        {
            Hints = hints,
            ExpectedMessage = expected,
            Difference = attempt.Proof is { } proof && expected is not null ? MessageDifference.Between(expected, proof.Message) : null,
            IsSignatureRight = isRight,
            IsComplete = attempt.IsComplete,
        };
    }

    /// <summary>With the others nothing is wrong, or there is nothing to compare with.</summary>
    private static bool IsWorthSearching(VerificationStatus status) => status is VerificationStatus.MissingHeader or VerificationStatus.MalformedHeader
        or VerificationStatus.TimestampTooOld or VerificationStatus.TimestampInFuture or VerificationStatus.KeyExpired
        or VerificationStatus.KeyDisabled or VerificationStatus.SignatureMismatch or VerificationStatus.DigestMismatch;

    /// <summary>Reasons that don't change the message, once the signature proves that the sender meant what was written.</summary>
    private static void AddWhatTheStatusSays(List<(DiagnosisCause Cause, string What)> slips, VerificationStatus status, TimeFinding? time)
    {
        if (status == VerificationStatus.KeyExpired && slips.Count < 2 && slips.TrueForAll(static slip => slip.Cause != SecretCauses.SecretPreviousKey))
        {
            slips.Insert(0, (SecretCauses.SecretPreviousKey, "a key of the ring that isn't accepted at this time"));
        }

        bool isAboutTime = status is VerificationStatus.TimestampTooOld or VerificationStatus.TimestampInFuture or VerificationStatus.MalformedHeader;
        if (isAboutTime && time?.Cause is { } cause && slips.TrueForAll(slip => slip.Cause != cause) && slips.Count < 2)
        {
            slips.Insert(0, (cause, "the time as it is in the header"));
        }
    }
}
