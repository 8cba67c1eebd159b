using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.AspNetCore;

/// <summary>The gate of all limits: takes a request's tokens, and answers for it if they aren't there.</summary>
internal sealed class LimitGate(LimitTiers tiers, ITokenBucketStore store, LimitResponseOptions options, GateServices services)
{
    /// <summary>How a caller is answered that no other gate has let in.</summary>
    public RefusalAnswer Answer => options.Answer;

    private ILogger Logger => services.Logger;

    /// <summary>The gate.</summary>
    /// <exception cref="InvalidOperationException">There are no limits.</exception>
    public static LimitGate Create(LimitResponseOptions options, GateServices shared, IServiceProvider services) =>
        services.GetService<LimitTiers>() is { } tiers && services.GetService<ITokenBucketStore>() is { } store
            ? new LimitGate(tiers, store, options, shared)
            : throw new InvalidOperationException("Limits are required, which aren't registered: call services.AddHmacKit(hmac => hmac.AddLimits()).");

    /// <summary>Whether there is such a policy.</summary>
    /// <exception cref="InvalidOperationException">There isn't.</exception>
    public void Check(string? policy)
    {
        if (policy is not null && !tiers.TryGet(policy, out _))
        {
            throw new InvalidOperationException($"There is no policy '{policy}': define it in the configuration's Limits:Tiers, or in AddLimits(options => options.Tiers[\"{policy}\"] = …). There are: {string.Join(", ", tiers.Names)}.");
        }
    }

    /// <summary>Takes tokens of the verified caller, under a policy's limits or those of the caller's tier.</summary>
    public Task<bool> TryPassAsync(HttpContext context, Callers callers, string? policy, int tokens)
    {
        LimitedCaller caller = LimitedCaller.Of(context, callers);
        return TryPassAsync(context, caller, policy, tokens, isOfCaller: true);
    }

    /// <summary>Takes a token of the address that a request comes from.</summary>
    public Task<bool> TryPassByAddressAsync(HttpContext context, string policy) =>
        TryPassAsync(context, LimitedCaller.ByAddress(context), policy, tokens: 1, isOfCaller: false);

    /// <summary>
    /// Has the answer to somebody who is known and may not pass tell of that caller's limits: of those that the endpoint asks for. Nothing is taken.
    /// </summary>
    public async ValueTask TellAsync(HttpContext context, LimitedCaller caller)
    {
        foreach (RequireLimitAttribute required in context.GetEndpoint()?.Metadata.GetOrderedMetadata<RequireLimitAttribute>() ?? [])
        {
            if (Find(required.Policy, caller) is { } limits)
            {
                LimitDecision decision = await TakeAsync(context, caller.Bucket, limits, tokens: 0).ConfigureAwait(false);
                LimitFeature.Tell(context, options, services.Time, decision, limits, isOfCaller: true);
            }
        }
    }

    private async Task<bool> TryPassAsync(HttpContext context, LimitedCaller caller, string? policy, int tokens, bool isOfCaller)
    {
        LimitDecision decision = new(LimitStatus.UnknownTier);
        if (Find(policy, caller) is { } limits)
        {
            decision = await TakeAsync(context, caller.Bucket, limits, tokens).ConfigureAwait(false);
            LimitFeature.Tell(context, options, services.Time, decision, limits, isOfCaller);
        }
        else
        {
            // Decisions are counted where they are made, which for all others is the store.
            services.Metrics.Limited(decision);
            Log.UnknownTier(Logger, LogText.Of(caller.Bucket), policy ?? caller.Tier);
        }

        if (decision.Allowed)
        {
            return true;
        }

        Log.Limited(Logger, decision.Status, decision.Binding, LogText.Of(context.Request.Method), LogText.PathOf(context.Request), LogText.Of(caller.Bucket));
        if (options.OnRefused is { } callback)
        {
            await callback(context, decision).ConfigureAwait(false);
        }

        await (caller.Answer ?? options.Answer).WriteAsync(context, Refusal.Of(decision)).ConfigureAwait(false);
        return false;
    }

    private BucketLimits? Find(string? policy, in LimitedCaller caller) =>
        policy is null ? tiers.Find(caller.Api, caller.Tier) : tiers.TryGet(policy, out BucketLimits? limits) ? limits : null;

    private async ValueTask<LimitDecision> TakeAsync(HttpContext context, string bucket, BucketLimits limits, int tokens)
    {
        try
        {
            return await store.TakeAsync(bucket, limits, tokens, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Nobody is let through because a store is away; the answer to a caller who hung up is lost anyway.
            if (!context.RequestAborted.IsCancellationRequested)
            {
                Log.LimitStoreFailed(Logger, exception);
                services.Metrics.Limited(new LimitDecision(LimitStatus.Unavailable));
            }

            return new LimitDecision(LimitStatus.Unavailable);
        }
    }
}
