using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;

namespace HmacKit.AspNetCore;

/// <summary>What stands before every signed endpoint of one scheme: verifies the request, keeps the result, or answers for it.</summary>
internal sealed class SignatureGate(
    string scheme, RequestVerifier verifier, SignatureOptions options, HmacKitMetrics metrics, TimeProvider time, ILogger logger)
{
    private static readonly ObjectPool<HttpRequestSource> Sources = ObjectPool.Create<HttpRequestSource>();

    private bool _hasWarnedOfPathBase;

    /// <summary>Verifies a request and, if it is genuine, keeps the result with it and calls back.</summary>
    public async ValueTask<VerificationResult> VerifyAsync(HttpContext context)
    {
        HttpRequestSource source = Sources.Get();
        try
        {
            VerificationResult result = await VerifyAsync(context, source).ConfigureAwait(false);
            if (result.IsValid)
            {
                SignatureFeature.Set(context, result);
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

    /// <summary>Verifies the request, or answers for it.</summary>
    public async ValueTask<bool> TryPassAsync(HttpContext context)
    {
        VerificationResult result = await VerifyAsync(context).ConfigureAwait(false);
        if (!result.IsValid)
        {
            await RefuseAsync(context, result).ConfigureAwait(false);
        }

        return result.IsValid;
    }

    private async ValueTask<VerificationResult> VerifyAsync(HttpContext context, HttpRequestSource source)
    {
        bool isTimed = metrics.IsDurationWanted;
        long start = isTimed ? time.GetTimestamp() : 0;
        using Activity? activity = HmacKitMetrics.Activities.StartActivity("hmackit.verify");
        source.Attach(context, options.PublicPathPrefix);
        VerificationResult result = await verifier.VerifyAsync(source, context.RequestAborted).ConfigureAwait(false);
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

    /// <summary>Answers a refused request.</summary>
    public async Task RefuseAsync(HttpContext context, VerificationResult result)
    {
        if (options.OnRefused is { } callback)
        {
            await callback(context, result).ConfigureAwait(false);
        }

        await options.Answer.WriteAsync(context, result.Status).ConfigureAwait(false);
    }

    private void Report(HttpContext context, in VerificationResult result)
    {
        HttpRequest request = context.Request;
        if (request.PathBase.HasValue && options.PublicPathPrefix is null && !_hasWarnedOfPathBase)
        {
            _hasWarnedOfPathBase = true;
            Log.PathBaseInUse(logger, request.PathBase.Value!, scheme);
        }

        if (result.IsValid)
        {
            Log.Verified(logger, scheme, request.Method, request.Path.Value ?? "", result.KeyId);
            if (result.Key is { IsPrimary: false } older)
            {
                Log.OlderKey(logger, scheme, result.KeyId, older.Key.Label, older.Expires);
            }

            return;
        }

        Log.Refused(logger, scheme, request.Method, request.Path.Value ?? "", result.Status);
        if (result.Status == VerificationStatus.ReplayStoreUnavailable)
        {
            Log.ReplayStoreUnavailable(logger, scheme);
        }
    }
}

/// <summary>The gates of an application, one per scheme that an endpoint asks for.</summary>
internal sealed class SignatureGates(IServiceProvider services)
{
    private readonly ConcurrentDictionary<string, SignatureGate> _gates = new(StringComparer.Ordinal);

    /// <summary>The gate of a scheme, for an endpoint that asks for one.</summary>
    public static SignatureGate Find(IServiceProvider services, string scheme)
    {
        SignatureGates gates = services.GetService<SignatureGates>()
            ?? throw new InvalidOperationException($"An endpoint requires signatures of scheme '{scheme}': call ForWeb() in services.AddHmacKit(hmac => hmac.AddScheme(…).ForWeb()).");
        return gates.Get(scheme);
    }

    public SignatureGate Get(string scheme) => _gates.TryGetValue(scheme, out SignatureGate? gate) ? gate : _gates.GetOrAdd(scheme, Create);

    private SignatureGate Create(string scheme)
    {
        RequestVerifier verifier = services.GetKeyedService<RequestVerifier>(scheme)
            ?? throw new InvalidOperationException($"An endpoint requires signatures of scheme '{scheme}', which isn't registered: call services.AddHmacKit(hmac => hmac.AddScheme(…)).");
        return new SignatureGate(
            scheme,
            verifier,
            services.GetRequiredService<IOptionsMonitor<SignatureOptions>>().Get(scheme),
            services.GetRequiredService<HmacKitMetrics>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger("HmacKit.AspNetCore"));
    }
}
