using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace HmacKit.AspNetCore;

/// <summary>The gate of a signature scheme.</summary>
internal sealed class SignatureGate(
    string scheme, RequestVerifier verifier, SignatureOptions options, GateServices services, BodySpool spool, RefusalDiagnosis diagnosis)
    : Gate<SignatureOptions, VerificationResult>(scheme, options, services)
{
    private readonly PublicOrigin? _origin = options.PublicOrigin is { } url ? new PublicOrigin(url) : null;

    // Clients of a scheme with a hint refuse what the hint doesn't have: Hawk's ts, tsm and error, and no realm.
    private readonly string _challenge = verifier.Scheme.AuthenticationScheme + (verifier.Scheme.ClockHint is null ? $" realm=\"{scheme}\"" : " error=\"Unauthorized\"");

    private readonly MissingCarriers _missing = new(verifier.Scheme);

    private bool _hasWarnedOfPath;
    private bool _hasWarnedOfBody;

    public IReadOnlyList<SchemeCarrier> Headers => verifier.Scheme.Headers;

    /// <summary>The gate of a scheme.</summary>
    /// <exception cref="InvalidOperationException">There is no such scheme, or its settings can't be right.</exception>
    public static SignatureGate Create(string scheme, SignatureOptions options, GateServices shared, IServiceProvider services)
    {
        RequestVerifier verifier = services.GetKeyedService<RequestVerifier>(scheme)
            ?? throw new InvalidOperationException($"Signatures of scheme '{scheme}' are required, which isn't registered: add it in services.AddHmacKit(hmac => hmac.AddScheme(…)), or write the name under which it was added.");
        if (options.PublicPathPrefix is { } prefix
            && (!prefix.StartsWith('/') || prefix.EndsWith('/') || prefix.AsSpan().ContainsAny('?', '#') || prefix.AsSpan().ContainsAnyExceptInRange('!', '~')))
        {
            throw new InvalidOperationException($"SignatureOptions.PublicPathPrefix of scheme '{scheme}' is '{prefix}': write it as clients send it, beginning with a slash and not ending with one, such as /gateway.");
        }

        if (verifier.Scheme.NeedsOrigin && options.PublicOrigin is null)
        {
            throw new InvalidOperationException($"Scheme '{scheme}' signs the host: set SignatureOptions.PublicOrigin to the address that its clients use, such as https://api.example.com.");
        }

        return new SignatureGate(scheme, verifier, options, shared, services.GetRequiredService<BodySpool>(), services.GetRequiredService<RefusalDiagnosis>());
    }

    /// <summary>Of a signature all headers, since the key id of one scheme may stand in the API-key header of another.</summary>
    public override bool IsCarriedBy(HttpRequest request)
    {
        foreach (SchemeCarrier header in Headers)
        {
            if (!request.Headers.ContainsKey(header.Name))
            {
                return false;
            }
        }

        // A scheme without headers of its own can't be told by them.
        return Headers.Count > 0;
    }

    /// <summary>What signs the answer to a request that this let in, with the key that has signed the request.</summary>
    public SignedHeaders SignAnswer(HttpContext context, Callers callers, SignatureScheme answers, ReadOnlyMemory<byte> body, SigningValues values)
    {
        HttpRequestSource source = callers.RentSource();
        try
        {
            Attach(source, context, callers);
            ref readonly VerificationResult asked = ref callers.Signature.Result;
            var keys = new KeyRing(asked.Ring!.Id, asked.Key!.Key);
            IEnumerable<KeyValuePair<string, string>> headers = context.Response.Headers.SelectMany(
                static header => header.Value.Select(value => new KeyValuePair<string, string>(header.Key, value ?? "")));
            return new RequestSigner(answers, keys, Time).Sign(new AnswerSource(source, headers, body, context.Response.StatusCode), body.Span, values);
        }
        finally
        {
            callers.Return(source);
        }
    }

    private void Attach(HttpRequestSource source, HttpContext context, Callers callers) =>
        source.Attach(context, callers.Body, spool, Options.PublicPathPrefix, _origin, Options.AcceptAbsoluteTargetsBecauseTheProxySendsThem);

    /// <summary>Not async, so that a verification that waits for nothing needs no state machine here.</summary>
    protected override ValueTask VerifyCoreAsync(HttpContext context, Callers callers, bool isNewDecidedElsewhere)
    {
        HttpRequestSource source = callers.RentSource();
        Attach(source, context, callers);
        CancellationToken aborted = (context.Features[typeof(IHttpRequestLifetimeFeature)] as IHttpRequestLifetimeFeature)?.RequestAborted ?? default;
        ValueTask<VerificationResult> verifying = isNewDecidedElsewhere
            ? verifier.VerifySignatureAsync(source, aborted)
            : verifier.VerifyAsync(source, aborted);
        if (!verifying.IsCompletedSuccessfully)
        {
            return FinishAsync(context, callers, source, verifying);
        }

        callers.Signature.Result = verifying.Result;
        if (!callers.Signature.Result.IsValid)
        {
            return FinishAsync(context, callers, source, new(callers.Signature.Result));
        }

        callers.Return(source);
        CheckEnvironment(ref callers.Signature.Result);
        return default;
    }

    private async ValueTask FinishAsync(HttpContext context, Callers callers, HttpRequestSource source, ValueTask<VerificationResult> verifying)
    {
        try
        {
            VerificationResult result = await verifying.ConfigureAwait(false);
            if (result.Status is VerificationStatus.TimestampTooOld or VerificationStatus.TimestampInFuture
                && verifier.Scheme.ClockHint is { } hint
                && await verifier.FindKeyOfUntimelyAsync(source, context.RequestAborted).ConfigureAwait(false) is { } key)
            {
                SignedHeaders signed = new RequestSigner(hint, key, Time).Sign(new RawRequest("GET", "/", []));
                context.Features.Set(new ClockHint(signed[HeaderNames.WWWAuthenticate]));
            }

            if (!result.IsValid)
            {
                await diagnosis.ExplainAsync(context, source, Name, verifier, result.Status, isWaitedFor: Options.OnRefused is not null).ConfigureAwait(false);
            }

            CheckEnvironment(ref result);
            callers.Signature.Result = result;
        }
        catch (Exception exception) when (RequestFailure.TryExplain(context, exception, out RequestFailure failure))
        {
            context.Features.Set(failure);
            Log.NotRead(Logger, Name, LogText.Of(context.Request.Method), LogText.PathOf(context.Request), failure.Reason);
            if (exception is SpoolException { IsOfDisk: true })
            {
                Log.NotSpooled(Logger, exception, Name);
            }

            callers.Signature.Result = default;
        }
        finally
        {
            callers.Return(source);
        }
    }

    /// <summary>What is genuine, but another environment's, is nobody's key here.</summary>
    private void CheckEnvironment(ref VerificationResult result)
    {
        if (result.IsValid && Options.Environment is { } environment && !KeyIdentity.IsOfEnvironment(result.KeyId, environment))
        {
            result = VerificationResult.Refused(VerificationStatus.UnknownKey);
        }
    }

    protected override ref Callers.Entry<VerificationResult> EntryOf(Callers callers) => ref callers.Signature;

    protected override bool IsValid(in VerificationResult result) => result.IsValid;

    protected override KeyIdentity? IdentityOf(in VerificationResult result) => result.Identity;

    protected override bool IsNobodys(HttpContext context, in VerificationResult result) => result.Status == VerificationStatus.MissingHeader;

    protected override string ToFailure(in VerificationResult result) => $"Signature refused: {result.Status}.";

    protected override CallerIdentity ToClaims(in VerificationResult result, string authenticationType) =>
        new(result.Identity ?? new KeyIdentity { KeyId = result.KeyId ?? "" }, authenticationType, isPrimary: result.Key is { IsPrimary: true }, result.SignedAt);

    protected override Refusal ToRefusal(HttpContext context, in VerificationResult result) =>
        result.Status == VerificationStatus.NotVerified && context.Features.Get<RequestFailure>() is { } failure
            ? new Refusal(failure.Reason)
            : Refusal.Of(result.Status) with { Challenge = ChallengeFor(context, result.Status), AcceptSignature = verifier.Scheme.AcceptSignature };

    /// <summary>A client whose clock is wrong, and nothing else, is told the time.</summary>
    private string ChallengeFor(HttpContext context, VerificationStatus status) =>
        status is VerificationStatus.TimestampTooOld or VerificationStatus.TimestampInFuture && context.Features.Get<ClockHint>() is { } hint ? hint.Challenge : _challenge;

    /// <summary>The server's time, signed for the client that has sent the request.</summary>
    private sealed record ClockHint(string Challenge);

    protected override string NameOf(in VerificationResult result) => HmacKitMetrics.NameOf(result.Status);

    protected override void Report(HttpContext context, in VerificationResult result)
    {
        Metrics.Verified(Name, result);
        HttpRequest request = context.Request;
        if (Options.PublicPathPrefix is null && !_hasWarnedOfPath)
        {
            WarnOfPath(request, result.Status);
        }

        if (result.IsValid)
        {
            if (Logger.IsEnabled(LogLevel.Debug))
            {
                Log.Verified(Logger, Name, LogText.Of(request.Method), LogText.PathOf(request), result.KeyId);
            }

            if (result.Key is { IsPrimary: false } older)
            {
                Log.OlderKey(Logger, Name, result.KeyId, older.Key.Label, older.Expires);
            }
        }
        else if (result.Status != VerificationStatus.NotVerified)
        {
            Log.Refused(Logger, Name, LogText.Of(request.Method), LogText.PathOf(request), result.Status);
            if (result.Status == VerificationStatus.MissingHeader)
            {
                _missing.Say(Logger, Name, request);
            }

            if (result.Status == VerificationStatus.BodyAlreadyRead && !Interlocked.Exchange(ref _hasWarnedOfBody, true))
            {
                Log.BodyAlreadyRead(Logger, Name, LogText.Of(request.Method), LogText.PathOf(request));
            }

            if (result.Status == VerificationStatus.ReplayStoreUnavailable)
            {
                Log.ReplayStoreUnavailable(Logger, Name);
            }
        }
    }

    /// <summary>Says once that the path may not be the one that the client signed.</summary>
    private void WarnOfPath(HttpRequest request, VerificationStatus status)
    {
        if (request.PathBase.HasValue)
        {
            _hasWarnedOfPath = true;
            Log.PathBaseInUse(Logger, LogText.Of(request.PathBase.Value), Name);
        }
        else if (status == VerificationStatus.SignatureMismatch && verifier.Scheme.Covers.HasFlag(SignedParts.Path))
        {
            string? prefix = request.Headers["X-Forwarded-Prefix"];
            if (!string.IsNullOrEmpty(prefix))
            {
                _hasWarnedOfPath = true;
                Log.ForwardedPrefix(Logger, LogText.Of(prefix), Name);
            }
        }
    }
}
