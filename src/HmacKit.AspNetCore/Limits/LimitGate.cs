using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HmacKit.AspNetCore;

/// <summary>Takes a request's tokens, and answers for it if they aren't there.</summary>
internal sealed class LimitGate(
    IServiceProvider services, IOptions<LimitResponseOptions> options, HmacKitMetrics metrics, TimeProvider time, ILoggerFactory loggers)
{
    private readonly LimitResponseOptions _options = options.Value;
    private readonly ILogger _logger = loggers.CreateLogger(Log.Category);
    private readonly LimitTiers _tiers = Get<LimitTiers>(services);
    private readonly ITokenBucketStore _store = Get<ITokenBucketStore>(services);

    /// <summary>The gate, for an endpoint or a pipeline that asks for one.</summary>
    public static LimitGate Find(IServiceProvider services) => services.GetService<LimitGate>()
        ?? throw new InvalidOperationException("An endpoint has a limit: call ForWeb() in services.AddHmacKit(hmac => hmac.AddLimits().ForWeb()).");

    /// <summary>Whether there is such a policy.</summary>
    /// <exception cref="InvalidOperationException">There isn't.</exception>
    public void Check(string? policy)
    {
        if (policy is not null && !_tiers.TryGet(policy, out _))
        {
            throw new InvalidOperationException($"There is no policy '{policy}': define it in the configuration's Limits:Tiers, or in AddLimits(options => options.Tiers[\"{policy}\"] = …). There are: {string.Join(", ", _tiers.Names)}.");
        }
    }

    /// <summary>Takes tokens of whoever was verified, under a policy's limits or those of the caller's tier.</summary>
    public ValueTask<bool> TryPassAsync(HttpContext context, string? policy, int tokens)
    {
        LimitedCaller caller = LimitedCaller.Of(context);
        return TryPassAsync(context, caller, policy, tokens, isOfCaller: true);
    }

    /// <summary>Takes a token of the address that a request comes from.</summary>
    public ValueTask<bool> TryPassByAddressAsync(HttpContext context, string policy) =>
        TryPassAsync(context, LimitedCaller.ByAddress(context), policy, tokens: 1, isOfCaller: false);

    private async ValueTask<bool> TryPassAsync(HttpContext context, LimitedCaller caller, string? policy, int tokens, bool isOfCaller)
    {
        LimitDecision decision = new(LimitStatus.UnknownTier);
        if (Find(policy, caller.Tier) is { } limits)
        {
            decision = await TakeAsync(context, caller.Bucket, limits, tokens).ConfigureAwait(false);
            LimitFeature.Tell(context, _options, time, decision, limits, isOfCaller);
        }
        else
        {
            // Decisions are counted where they are made, which for all others is the store.
            metrics.Limited(decision);
            Log.UnknownTier(_logger, LogText.Of(caller.Bucket), policy ?? caller.Tier);
        }

        if (decision.Allowed)
        {
            return true;
        }

        Log.Limited(_logger, decision.Status, decision.Binding, LogText.Of(context.Request.Method), LogText.PathOf(context.Request), LogText.Of(caller.Bucket));
        if (_options.OnRefused is { } callback)
        {
            await callback(context, decision).ConfigureAwait(false);
        }

        await (caller.Answer ?? _options.Answer).WriteAsync(context, Refusal.Of(decision)).ConfigureAwait(false);
        return false;
    }

    private BucketLimits? Find(string? policy, string? tier) =>
        policy is null ? _tiers.Find(tier) : _tiers.TryGet(policy, out BucketLimits? limits) ? limits : null;

    private async ValueTask<LimitDecision> TakeAsync(HttpContext context, string bucket, BucketLimits limits, int tokens)
    {
        try
        {
            return await _store.TakeAsync(bucket, limits, tokens, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Nobody is let through because a store is away; the answer to a caller who hung up is lost anyway.
            if (!context.RequestAborted.IsCancellationRequested)
            {
                Log.LimitStoreFailed(_logger, exception);
                metrics.Limited(new LimitDecision(LimitStatus.Unavailable));
            }

            return new LimitDecision(LimitStatus.Unavailable);
        }
    }

    private static T Get<T>(IServiceProvider services)
        where T : notnull => services.GetService<T>()
        ?? throw new InvalidOperationException($"An endpoint has a limit, but there is no {typeof(T).Name} in the services: call services.AddHmacKit(hmac => hmac.AddLimits()).");
}
