namespace HmacKit.Inspection;

/// <summary>A scheme with its key: verifies, explains and signs what the inspector gets. Replays aren't refused, since people repeat requests here.</summary>
internal sealed class InspectedScheme
{
    /// <summary>What the first explanation gets at least: the program's own warming up is part of it.</summary>
    private static readonly TimeSpan FirstBudget = TimeSpan.FromSeconds(2);

    // The search is arithmetic: more of them than cores would only slow each other down.
    private static readonly SemaphoreSlim Turns = new(Math.Max(1, Environment.ProcessorCount - 1));

    private readonly InspectorOptions _options;
    private readonly RequestVerifier _verifier;
    private bool _isWarm;

    public InspectedScheme(InspectorOptions options)
    {
        _options = options;
        _verifier = new RequestVerifier(options.Scheme, new OneKey(options.Key, options.Scheme.HasKeyId ? options.KeyId : null), new VerifierOptions
        {
            MaxBodyBytes = options.MaxBodyBytes,
            TimeProvider = options.TimeProvider,
            AcceptReplaysBecauseTheHandlerIsIdempotent = true,
        });
    }

    public SignatureScheme Scheme => _options.Scheme;

    public ValueTask<VerificationResult> VerifyAsync(RawRequest request, CancellationToken cancellationToken) => _verifier.VerifyAsync(request, cancellationToken);

    /// <summary>The answer to a vendor's question whether the endpoint is there; the default if it is none.</summary>
    public async ValueTask<HandshakeAnswer> AnswerAsync(RawRequest request, VerificationResult result, CancellationToken cancellationToken) => Scheme.Handshake switch
    {
        null => default,
        { IsSigned: true } handshake => result.IsValid ? handshake.Answer(new HandshakeRequest(request, request.Body, result.Key?.Key, _options.VerifyToken)) : default,
        { } handshake => await _verifier.AnswerAsync(handshake, request, _options.VerifyToken, cancellationToken).ConfigureAwait(false),
    };

    /// <summary>What is to be shown of a verification, and the message that is expected to be signed.</summary>
    public async Task<(Finding Finding, byte[] Message)> ExplainAsync(RawRequest request, VerificationResult result, double milliseconds, CancellationToken cancellationToken)
    {
        SignatureDiagnosis diagnosis;
        await Turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            TimeSpan budget = !_isWarm && _options.Budget < FirstBudget ? FirstBudget : _options.Budget;
            diagnosis = await SignatureDiagnosis
                .ExplainAsync(_verifier, request, request.Body, result.Status, new DiagnosisOptions { Budget = budget }, cancellationToken).ConfigureAwait(false);
            _isWarm |= !result.IsValid;
        }
        finally
        {
            Turns.Release();
        }

        Finding finding = Findings.Of(Scheme.Name, diagnosis) with
        {
            Milliseconds = milliseconds,
            KeyId = Scheme.HasKeyId ? result.KeyId : null,
            MatchedSecret = Findings.MatchedSecret(result),
            SignedId = result.Id,
        };
        return (finding, diagnosis.ExpectedMessage.ToArray());
    }

    /// <summary>The request with a signature of now in place of what it had.</summary>
    /// <param name="request">The request.</param>
    /// <param name="keyId">The id of the key that it had named; null if none is known.</param>
    /// <param name="id">The id that it had signed; null for a new one.</param>
    /// <exception cref="ArgumentException">The scheme can't express the request, or wants a key id and none is known.</exception>
    public RawRequest SignAnew(RawRequest request, string? keyId, string? id)
    {
        string? ringId = Scheme.HasKeyId ? _options.KeyId ?? keyId : "";
        if (string.IsNullOrEmpty(ringId) && Scheme.HasKeyId)
        {
            throw new ArgumentException($"requests of the scheme '{Scheme.Name}' name their key, and none is known: start the inspector with --key-id.");
        }

        var signer = new RequestSigner(Scheme, ringId!.Length == 0 ? new KeyRing(_options.Key) : new KeyRing(ringId, _options.Key), _options.TimeProvider);
        return signer.Sign(request, _options.SigningValues with { Id = id, Time = _options.TimeProvider.GetUtcNow() }).ApplyTo(request);
    }

    private sealed class OneKey(HmacKey key, string? keyId) : IKeySource
    {
        // The verifier asks only for ids that a ring can have.
        public ValueTask<KeyRing?> FindAsync(string id, CancellationToken cancellationToken = default) =>
            new(keyId is null || string.Equals(id, keyId, StringComparison.Ordinal) ? new KeyRing(id, key) : null);
    }
}
