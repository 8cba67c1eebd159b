using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit;

/// <summary>
/// Verifies requests of one scheme: cheapest check first, each one bounded, each failure a status. Whatever the
/// request holds, nothing is thrown. Safe to share between threads; make one for the whole program.
/// </summary>
public sealed class RequestVerifier
{
    private readonly KeyLookup _keys;
    private readonly VerificationWindow _window;
    private readonly ReplayCheck? _replay;
    private readonly TimeProvider _time;
    private readonly int _maxBodyBytes;
    private readonly ILogger _logger;
    private readonly bool _acceptsCompactJson;
    private readonly RefusalCost _refusalCost = new();

    /// <summary>A verifier for one scheme.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="keys">Where its keys are. For a scheme without key ids, the ring with the empty id is asked for.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <exception cref="ArgumentException">The scheme has a replay rule, and the options neither name a store nor accept replays; or the store can't hold a claim for as long as the window is.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The body limit, the window or the time-out of the key source is out of bounds.</exception>
    public RequestVerifier(SignatureScheme scheme, IKeySource keys, VerifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(keys);
        scheme.ThrowIfIncomplete();
        options ??= new VerifierOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxBodyBytes, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.KeySourceTimeout, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.KeySourceTimeout, VerifierOptions.MaxKeySourceTimeout, nameof(options));
        Scheme = scheme;
        _keys = new KeyLookup(keys, options.KeySourceTimeout, options.TimeProvider);
        _window = VerificationWindow.Of(scheme, options);
        _replay = ReplayCheck.Of(scheme, _window, options);
        _time = options.TimeProvider;
        _maxBodyBytes = options.MaxBodyBytes;
        _logger = options.Logger ?? NullLogger.Instance;
        _acceptsCompactJson = options.AcceptCompactJsonBecauseTheSenderReformatsIt;
    }

    /// <summary>A verifier for a scheme without key ids: the usual webhook.</summary>
    /// <inheritdoc cref="RequestVerifier(SignatureScheme, IKeySource, VerifierOptions?)"/>
    public RequestVerifier(SignatureScheme scheme, HmacKey key, VerifierOptions? options = null)
        : this(scheme, new MemoryKeySource(new KeyRing(key)), options)
    {
    }

    /// <summary>The scheme that this verifies.</summary>
    public SignatureScheme Scheme { get; }

    /// <summary>Where it is remembered what was used; null if replays aren't refused.</summary>
    public IReplayStore? ReplayStore => _replay?.Store;

    /// <summary>For how long a message can come again with its signature: greatest age + greatest skew. Zero if the scheme signs no time, and then it can come again at any time.</summary>
    public TimeSpan ReplayWindow => _window.Retention;

    /// <summary>Where the keys are.</summary>
    internal IKeySource Keys => _keys.Source;

    /// <summary>The window that is in force.</summary>
    internal FreshnessRule? Freshness => _window.Freshness;

    internal TimeProvider Time => _time;

    /// <summary>Verifies a request: its headers, its time, its key, its body, its signature, and that it is new.</summary>
    /// <param name="request">The request. Its body is read only once its headers and time are in order.</param>
    /// <param name="cancellationToken">Ends the look-ups and the reading of the body. Only that throws, and a connection that breaks while the body is read.</param>
    public ValueTask<VerificationResult> VerifyAsync(RequestSource request, CancellationToken cancellationToken = default) =>
        VerifyAsync(request, Freshness, _replay, cancellationToken);

    /// <summary>
    /// Verifies all but that the request is new, for a caller that finds that out by itself, before anything that mustn't happen
    /// twice: a queue that has to know whether it has room before it says that an event was seen.
    /// </summary>
    /// <inheritdoc cref="VerifyAsync(RequestSource, CancellationToken)"/>
    public ValueTask<VerificationResult> VerifySignatureAsync(RequestSource request, CancellationToken cancellationToken = default) =>
        VerifyAsync(request, Freshness, replay: null, cancellationToken);

    /// <summary>
    /// The key that has signed a request which was refused for its time alone, for telling its sender the time (<see cref="SignatureScheme.ClockHint"/>). Null if anything else is
    /// wrong with it too: strangers are told nothing. The request stays refused.
    /// </summary>
    /// <inheritdoc cref="VerifyAsync(RequestSource, CancellationToken)"/>
    public async ValueTask<HmacKey?> FindKeyOfUntimelyAsync(RequestSource request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        VerificationResult result = await VerifyAsync(request, freshness: null, replay: null, cancellationToken).ConfigureAwait(false);
        return result is { IsValid: true, Key: { } key } ? key.Key : null;
    }

    /// <summary>Answers a handshake that isn't signed. One that is signed goes through the verification first, like an event.</summary>
    /// <param name="handshake">The handshake: the scheme's, or another one.</param>
    /// <param name="request">The request; its body isn't read.</param>
    /// <param name="verifyToken">The token that was agreed on with the vendor; null if there is none.</param>
    /// <param name="cancellationToken">Ends the look-up of the key; only that throws.</param>
    /// <exception cref="ArgumentException">The handshake is signed.</exception>
    public async ValueTask<HandshakeAnswer> AnswerAsync(Handshake handshake, RequestSource request, string? verifyToken = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handshake);
        ArgumentNullException.ThrowIfNull(request);
        if (handshake.IsSigned)
        {
            throw new ArgumentException("A signed handshake is answered only after its verification.", nameof(handshake));
        }

        KeyRing? ring = null;
        try
        {
            ring = handshake.AnswersWithMac ? await _keys.FindAsync("", cancellationToken).ConfigureAwait(false) : null;
        }
        catch (Exception exception)
        {
            _ = Unavailable(VerificationStatus.KeySourceUnavailable, exception, cancellationToken);
        }

        HmacKey? key = ring is { IsDisabled: false } && ring.Entries[0].IsAccepted(_time.GetUtcNow()) ? ring.Primary : null;
        return handshake.Answer(new HandshakeRequest(request, default, key, verifyToken));
    }

    private ValueTask<VerificationResult> VerifyAsync(RequestSource request, FreshnessRule? freshness, ReplayCheck? replay, CancellationToken cancellationToken) =>
        Scheme.Code is null ? VerifyAsync(request, 0, freshness, replay, cancellationToken) : VerifyEachAsync(request, freshness, replay, cancellationToken);

    /// <summary>The signatures of a scheme in code, one by one. Where all must be valid, the first one comes last: it is the one that is remembered.</summary>
    private async ValueTask<VerificationResult> VerifyEachAsync(RequestSource request, FreshnessRule? freshness, ReplayCheck? replay, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request = new RequestReadOnce(request);
        RequestBody body = Scheme.CarriesInBody ? await request.ReadBodyAsync(_maxBodyBytes, cancellationToken).ConfigureAwait(false) : default;
        VerificationStatus refusal = Refusal(body);
        if (refusal != VerificationStatus.NotVerified)
        {
            return VerificationResult.Refused(refusal);
        }

        int count = SeveralSignatures.Count(Scheme, request, body.Bytes.Span, out VerificationStatus status);
        if (count == 0)
        {
            return VerificationResult.Refused(status);
        }

        bool isAll = Scheme.Code!.Demand == SignatureDemand.All;
        var signatures = new SeveralSignatures(Scheme.Code.Demand);
        int i = 0;
        for (; i < count && !signatures.IsDecided; i++)
        {
            int signature = isAll ? count - 1 - i : i;
            signatures.Add(await VerifyAsync(request, signature, freshness, isAll && signature > 0 ? null : replay, cancellationToken).ConfigureAwait(false));
        }

        return isAll || replay is null || !signatures.Result.IsValid || i == count
            ? signatures.Result
            : await ClaimOthersAsync(request, i, count, signatures.Result, freshness, replay, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A copy without the first signature mustn't be another request: what the other right ones say is used up with it.</summary>
    private async ValueTask<VerificationResult> ClaimOthersAsync(
        RequestSource request, int next, int count, VerificationResult first, FreshnessRule? freshness, ReplayCheck replay, CancellationToken cancellationToken)
    {
        HashSet<(string?, string?, string?)> used = [(first.KeyId, first.Id, first.Nonce)];
        for (; next < count; next++)
        {
            VerificationResult other = await VerifyAsync(request, next, freshness, replay: null, cancellationToken).ConfigureAwait(false);
            if (other.IsValid && (used.Add((other.KeyId, other.Id, other.Nonce)) || Scheme.Replay == ReplayRule.BySignature))
            {
                other = await VerifyAsync(request, next, freshness, replay, cancellationToken).ConfigureAwait(false);
                if (!other.IsValid)
                {
                    return VerificationResult.Refused(other.Status);
                }
            }
        }

        return first;
    }

    /// <summary>One signature of a request. Not async, so that what waits for nothing costs no more than its steps.</summary>
    private ValueTask<VerificationResult> VerifyAsync(
        RequestSource request, int signature, FreshnessRule? freshness, ReplayCheck? replay, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Verification verification = Verification.Begin();
        ValueTask<VerificationStatus> verifying = VerifyAsync(verification, request, signature, freshness, replay, cancellationToken);
        return verifying.IsCompletedSuccessfully ? new(verification.End(verifying.Result)) : EndAsync(verification, verifying);
    }

    private static async ValueTask<VerificationResult> EndAsync(Verification verification, ValueTask<VerificationStatus> verifying) =>
        verification.End(await verifying.ConfigureAwait(false));

    private async ValueTask<VerificationStatus> VerifyAsync(
        Verification verification, RequestSource request, int signature, FreshnessRule? freshness, ReplayCheck? replay, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _time.GetUtcNow();

        // Where the body carries some of the claim, it comes first: up to the limit, and before anything is known of the sender
        RequestBody body = Scheme.CarriesInBody ? await request.ReadBodyAsync(_maxBodyBytes, cancellationToken).ConfigureAwait(false) : default;
        VerificationStatus status = Refusal(body);
        if (status != VerificationStatus.NotVerified)
        {
            return status;
        }

        // 1. request line; headers and their like: there, once each, of the scheme's format; 2. time: both sides of the window
        status = ClaimReader.ReadInto(ref verification.Claim, Scheme, freshness, request, body.Bytes.Span, now.ToUnixTimeMilliseconds(), signature);
        if (status != VerificationStatus.NotVerified)
        {
            return status;
        }

        // 3. key ring; an unknown one is refused only after the work that the largest one costs
        try
        {
            verification.Ring = await _keys.FindAsync(verification.Claim.KeyId.ToString(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return Unavailable(VerificationStatus.KeySourceUnavailable, exception, cancellationToken);
        }

        // 4. body, only now, up to the limit
        body = Scheme.CarriesInBody ? body : await request.ReadBodyAsync(_maxBodyBytes, cancellationToken).ConfigureAwait(false);
        status = Refusal(body);
        if (status != VerificationStatus.NotVerified)
        {
            return status;
        }

        // 5. signature: every accepted key against every candidate
        status = Check(verification, request, body.Bytes.Span, now);

        // 6. replay: one atomic claim, after the signature, so that a stranger can't use up somebody's nonce
        if (status == VerificationStatus.Valid && replay is not null)
        {
            try
            {
                status = replay.ToStatus(await replay.ClaimAsync(verification.Claim, verification.Ring!.Id, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception exception)
            {
                verification.Key = null;
                return Unavailable(replay.ToStatus(ReplayOutcome.Unavailable), exception, cancellationToken);
            }
        }

        if (status == VerificationStatus.Valid && verification.Key is { IsPrimary: false })
        {
            EngineMetrics.OlderKeyUsed(Scheme.Name);
        }

        return status;
    }

    /// <summary>Why a body can't be verified. A source that gives more than it was asked for is over the limit, too.</summary>
    private VerificationStatus Refusal(in RequestBody body) =>
        body.IsTooLarge || body.Bytes.Length > _maxBodyBytes ? VerificationStatus.BodyTooLarge
        : body.IsAlreadyRead ? VerificationStatus.BodyAlreadyRead
        : VerificationStatus.NotVerified;

    private VerificationStatus Check(Verification verification, RequestSource request, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        KeyRing? ring = verification.Ring;
        int refusalMacs = _refusalCost.Including(SignatureCheck.CountAccepted(Scheme, ring, now), now);
        VerificationStatus status = SignatureCheck.Run(Scheme, request, ref verification.Claim, body, ring, now, refusalMacs, out verification.Key);
        if (_acceptsCompactJson && status is not (VerificationStatus.Valid or VerificationStatus.MalformedHeader))
        {
            verification.IsCompact = CompactJsonCheck.IsMatch(Scheme, request, ref verification.Claim, body, ring, now, refusalMacs, out verification.Key);
            status = verification.IsCompact ? VerificationStatus.Valid : status;
        }

        return status;
    }

    /// <summary>A refusal because of a failure on this side. Only the caller's own cancellation is thrown on.</summary>
    private VerificationStatus Unavailable(VerificationStatus status, Exception exception, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Log.VerificationUnavailable(_logger, exception, Scheme.Name, status.ToString());
        return status;
    }
}
