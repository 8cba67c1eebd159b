using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ObjectPool;

namespace HmacKit.AspNetCore;

/// <summary>What stands before every signed endpoint of one scheme: verifies the request, keeps the result, or answers for it.</summary>
internal sealed class SignatureGate(
    string scheme, RequestVerifier verifier, SignatureOptions options, HmacKitMetrics metrics, TimeProvider time, ILogger logger, RefusalDiagnosis diagnosis)
{
    private static readonly ObjectPool<HttpRequestSource> Sources = ObjectPool.Create<HttpRequestSource>();

    private readonly string _challenge = $"HMAC realm=\"{scheme}\"";

    private bool _hasWarnedOfPath;
    private bool _hasWarnedOfBody;

    public string Scheme => scheme;

    public RefusalAnswer Answer => options.Answer;

    /// <summary>Verifies a request and, if it is genuine, keeps the result with it and calls back.</summary>
    public ValueTask<VerificationResult> VerifyAsync(HttpContext context) =>

        // Once for a request: an authentication handler may have been here before, and its nonce is used up.
        context.Features.Get<SignatureFeature>() is { } verified && verified.Gate == this ? new(verified.Result) : VerifyFirstAsync(context);

    /// <summary>Verifies the request, or answers for it.</summary>
    public async ValueTask<bool> TryPassAsync(HttpContext context, string? scope = null)
    {
        VerificationResult result = await VerifyAsync(context).ConfigureAwait(false);
        bool lacksScope = result.IsValid && scope is not null && result.Identity?.HasScope(scope) != true;
        if (!result.IsValid || lacksScope)
        {
            await RefuseAsync(context, result, lacksScope).ConfigureAwait(false);
            return false;
        }

        bool isAdded = !options.AddsIdentity || context.User.Identities.Any(known => known.AuthenticationType == scheme);
        if (!isAdded && result.Identity is { } identity)
        {
            context.User.AddIdentity(CallerIdentity.Of(identity, scheme, result));
        }

        return true;
    }

    /// <summary>Answers a refused request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="isForbidden">Whether the caller is known and lacks a right.</param>
    public async Task RefuseAsync(HttpContext context, VerificationResult result, bool isForbidden = false)
    {
        if (options.OnRefused is { } callback)
        {
            await callback(context, result).ConfigureAwait(false);
        }

        Refusal refusal = isForbidden ? new Refusal(RefusalReason.InsufficientScope)
            : result.Status == VerificationStatus.NotVerified && context.Features.Get<RequestFailure>() is { } failure ? new Refusal(failure.Reason)
            : Refusal.Of(result.Status) with { Challenge = _challenge };
        if (isForbidden)
        {
            Log.Forbidden(logger, scheme, context.Request.Method, PathOf(context.Request), result.KeyId);
        }

        await options.Answer.WriteAsync(context, refusal).ConfigureAwait(false);
    }

    private async ValueTask<VerificationResult> VerifyFirstAsync(HttpContext context)
    {
        HttpRequestSource source = Sources.Get();
        try
        {
            VerificationResult result = await VerifyAsync(context, source).ConfigureAwait(false);
            if (result.IsValid)
            {
                SignatureFeature.Set(context, result, this);
                if (options.OnVerified is { } callback)
                {
                    await callback(context, result).ConfigureAwait(false);
                }
            }

            return result;
        }
        finally
        {
            source.Release();
            Sources.Return(source);
        }
    }

    private async ValueTask<VerificationResult> VerifyAsync(HttpContext context, HttpRequestSource source)
    {
        bool isTimed = metrics.IsDurationWanted;
        long start = isTimed ? time.GetTimestamp() : 0;
        using Activity? activity = HmacKitMetrics.Activities.StartActivity("hmackit.verify");
        source.Attach(context, options.PublicPathPrefix, options.AcceptAbsoluteTargetsBecauseTheProxySendsThem);
        VerificationResult result;
        try
        {
            result = await verifier.VerifyAsync(source, context.RequestAborted).ConfigureAwait(false);
            if (!result.IsValid)
            {
                await diagnosis.ExplainAsync(context, source, scheme, verifier, result.Status).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (RequestFailure.TryExplain(context, exception, out RequestFailure failure))
        {
            context.Features.Set(failure);
            Log.NotRead(logger, scheme, context.Request.Method, PathOf(context.Request), failure.Reason);
            if (exception is SpoolException)
            {
                Log.NotSpooled(logger, exception, scheme);
            }

            result = default;
        }

        source.HandOn();
        if (isTimed)
        {
            metrics.Took(scheme, time.GetElapsedTime(start));
        }

        activity?.SetTag("hmackit.scheme", scheme).SetTag("hmackit.status", HmacKitMetrics.NameOf(result.Status));
        metrics.Verified(scheme, result);
        Report(context, result);
        return result;
    }

    private void Report(HttpContext context, in VerificationResult result)
    {
        HttpRequest request = context.Request;
        if (options.PublicPathPrefix is null && !_hasWarnedOfPath)
        {
            WarnOfPath(request, result.Status);
        }

        if (result.IsValid)
        {
            if (logger.IsEnabled(LogLevel.Debug))
            {
                Log.Verified(logger, scheme, request.Method, PathOf(request), result.KeyId);
            }

            if (result.Key is { IsPrimary: false } older)
            {
                Log.OlderKey(logger, scheme, result.KeyId, older.Key.Label, older.Expires);
            }
        }
        else if (result.Status != VerificationStatus.NotVerified)
        {
            Log.Refused(logger, scheme, request.Method, PathOf(request), result.Status);
            if (result.Status == VerificationStatus.BodyAlreadyRead && !Interlocked.Exchange(ref _hasWarnedOfBody, true))
            {
                Log.BodyAlreadyRead(logger, scheme, request.Method, PathOf(request));
            }

            if (result.Status == VerificationStatus.ReplayStoreUnavailable)
            {
                Log.ReplayStoreUnavailable(logger, scheme);
            }
        }
    }

    // Encoded, so that a line break in a path doesn't forge a line of the log.
    private static string PathOf(HttpRequest request) => request.Path.ToUriComponent();

    /// <summary>Says once that the path may not be the one that the client signed.</summary>
    private void WarnOfPath(HttpRequest request, VerificationStatus status)
    {
        if (request.PathBase.HasValue)
        {
            _hasWarnedOfPath = true;
            Log.PathBaseInUse(logger, request.PathBase.Value!, scheme);
        }
        else if (status == VerificationStatus.SignatureMismatch && verifier.Scheme.Covers.HasFlag(SignedParts.Path))
        {
            string? prefix = request.Headers["X-Forwarded-Prefix"];
            if (!string.IsNullOrEmpty(prefix))
            {
                _hasWarnedOfPath = true;
                Log.ForwardedPrefix(logger, prefix, scheme);
            }
        }
    }
}
