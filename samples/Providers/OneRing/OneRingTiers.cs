using HmacKit.AspNetCore;
using Providers.Callers;

namespace Providers.OneRing;

/// <summary>What a tier opens, beside its limit.</summary>
internal static class OneRingTiers
{
    public const string Free = "free";
    public const string Pro = "pro";
    public const string Enterprise = "enterprise";

    /// <summary>Lets only keys of OneRing through: this host has API keys of other providers too.</summary>
    public static RouteGroupBuilder RequireOneRingKey(this RouteGroupBuilder group) =>
        group.AddEndpointFilter((context, next) => Require(context, next, RefusalReason.InvalidKey, Free, Pro, Enterprise));

    /// <summary>Webhooks are for tiers that are paid for.</summary>
    public static void RequireWebhooks(this RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilter((context, next) => Require(context, next, RefusalReason.InsufficientScope, Pro, Enterprise));

    private static async ValueTask<object?> Require(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next, RefusalReason otherwise, params string[] tiers)
    {
        if (tiers.Contains(CallerKey.Of(context.HttpContext).Tier, StringComparer.Ordinal))
        {
            return await next(context);
        }

        await OneRingAnswer.Instance.WriteAsync(context.HttpContext, otherwise);
        return Results.Empty;
    }
}
