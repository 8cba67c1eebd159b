using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace HmacKit.AspNetCore;

/// <summary>What stands before every endpoint that takes API keys: verifies the key, keeps the result, or answers for it.</summary>
internal sealed class ApiKeyGate(string name, ApiKeyVerifier verifier, ApiKeyAuthenticationOptions options, HmacKitMetrics metrics, TimeProvider time, ILogger logger)
{
    private const string BearerPrefix = "Bearer ";

    public string Name => name;

    public RefusalAnswer Answer => options.Answer;

    /// <summary>Verifies the key of a request and, if it is accepted, keeps the result with it and calls back.</summary>
    public async ValueTask<ApiKeyResult> VerifyAsync(HttpContext context, string? scope = null)
    {
        long start = metrics.IsDurationWanted ? time.GetTimestamp() : 0;
        using Activity? activity = HmacKitMetrics.Activities.StartActivity("hmackit.verify");
        ApiKeyResult result;
        try
        {
            result = await FindAsync(context, scope).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return default;
        }

        if (metrics.IsDurationWanted)
        {
            metrics.Took(name, time.GetElapsedTime(start));
        }

        activity?.SetTag("hmackit.scheme", name).SetTag("hmackit.status", HmacKitMetrics.NameOf(result.Status));
        metrics.Verified(name, result);
        Report(context.Request, result);
        if (result.IsValid)
        {
            context.Features.Set(new ApiKeyFeature(result, this));
            if (options.OnVerified is { } callback)
            {
                await callback(context, result).ConfigureAwait(false);
            }
        }

        return result;
    }

    /// <summary>Verifies the key, or answers for it.</summary>
    public async ValueTask<bool> TryPassAsync(HttpContext context, string? scope)
    {
        ApiKeyResult result = await VerifyAsync(context, scope).ConfigureAwait(false);
        if (!result.IsValid)
        {
            await RefuseAsync(context, result).ConfigureAwait(false);
        }

        return result.IsValid;
    }

    /// <summary>Answers a refused request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="result">What came of its key.</param>
    /// <param name="isForbidden">Whether the key is accepted and lacks a right.</param>
    public async Task RefuseAsync(HttpContext context, ApiKeyResult result, bool isForbidden = false)
    {
        if (options.OnRefused is { } callback)
        {
            await callback(context, result).ConfigureAwait(false);
        }

        Refusal refusal = isForbidden
            ? new Refusal(RefusalReason.InsufficientScope)
            : Refusal.Of(result.Status) with { Challenge = options.IsBearer ? "Bearer" : "ApiKey" };
        await options.Answer.WriteAsync(context, refusal).ConfigureAwait(false);
    }

    private ValueTask<ApiKeyResult> FindAsync(HttpContext context, string? scope)
    {
        StringValues values = context.Request.Headers[options.Header];
        string? value = values.Count == 1 ? values[0] : null;
        bool isForged = values.Count > 1;
        if (value is not null && options.IsBearer)
        {
            // Another authentication scheme, such as Basic, isn't a key without its prefix.
            isForged = !value.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase);
        }

        // A value that is nobody's key stands for one that can't be read.
        return verifier.VerifyAsync(isForged ? "?" : value, scope, context.RequestAborted);
    }

    private void Report(HttpRequest request, in ApiKeyResult result)
    {
        string path = LogText.PathOf(request);
        if (!result.IsValid)
        {
            Log.ApiKeyRefused(logger, LogText.Of(request.Method), path, result.Status, result.Identity?.KeyId);
            return;
        }

        Log.ApiKeyVerified(logger, LogText.Of(request.Method), path, result.Identity?.KeyId);
        if (result.OldSecretEnds is { } end)
        {
            Log.OlderApiKey(logger, result.Identity?.KeyId, end);
        }
    }
}
