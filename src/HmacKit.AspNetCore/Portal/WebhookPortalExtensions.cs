using System.Diagnostics.CodeAnalysis;
using HmacKit.AspNetCore;
using HmacKit.Webhooks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>A page for people who look after webhooks.</summary>
public static class WebhookPortalExtensions
{
    /// <summary>
    /// Maps a page and a small JSON API for subscriptions, deliveries and dead letters of the outbox and the inbox, as far as the application has them: to look
    /// at them, resend, clear, rotate secrets and send test events. Every request goes through the policy; changes need the header
    /// <c>X-HmacKit-Portal</c> as well, which no other site's page can send.
    /// </summary>
    /// <param name="endpoints">The application or a group.</param>
    /// <param name="pattern">Where, such as <c>/webhooks-portal</c>.</param>
    /// <param name="policy">The name of the authorization policy that lets these people in. Those whom it lets in see all owners.</param>
    /// <exception cref="InvalidOperationException">There is no such policy, or neither an inbox nor an outbox.</exception>
    public static IEndpointConventionBuilder MapWebhookPortal(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, string policy)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        ArgumentException.ThrowIfNullOrEmpty(policy);
        IServiceProvider services = endpoints.ServiceProvider;
        AuthorizationPolicy? found = services.GetService<IAuthorizationPolicyProvider>()?.GetPolicyAsync(policy).GetAwaiter().GetResult();
        if (found is null)
        {
            throw new InvalidOperationException($"The webhook portal needs the policy '{policy}': add it with services.AddAuthorizationBuilder().AddPolicy(\"{policy}\", …), and call app.UseAuthorization().");
        }

        WebhookOutbox? outbox = services.GetService<WebhookOutbox>();
        WebhookInbox? inbox = services.GetService<WebhookInbox>();
        if (outbox is null && inbox is null)
        {
            throw new InvalidOperationException("The webhook portal shows an inbox and an outbox, and there is neither: call services.AddWebhookInbox(…) or services.AddWebhookOutbox(…).");
        }

        RouteGroupBuilder portal = endpoints.MapGroup(pattern);
        portal.RequireAuthorization(policy);
        portal.MapGet("", new PortalPage(outbox, inbox).WriteAsync);
        if (outbox is not null)
        {
            MapOutbox(portal.MapGroup("/api"), new PortalOutbox(outbox));
        }

        if (inbox is not null)
        {
            MapInbox(portal.MapGroup("/api/inbox"), new PortalInbox(inbox));
        }

        return portal;
    }

    private static void MapOutbox(RouteGroupBuilder api, PortalOutbox outbox)
    {
        api.MapGet("/subscriptions", Holdable(outbox.ListAsync));
        api.MapPost("/subscriptions", Change(outbox.SubscribeAsync));
        api.MapPost("/subscriptions/{id}/rotate", Change(outbox.RotateAsync));
        api.MapPost("/subscriptions/{id}/test", Change(outbox.TestAsync));
        api.MapPost("/subscriptions/{id}/enable", Change(outbox.EnableAsync));
        api.MapPost("/subscriptions/{id}/disable", Change(outbox.DisableAsync));
        api.MapPost("/subscriptions/{id}/remove", Change(outbox.RemoveAsync));
        api.MapGet("/deliveries", Holdable(outbox.ListDeliveriesAsync));
        api.MapGet("/deliveries/{id:long}/attempts", outbox.ListAttemptsAsync);
        api.MapPost("/dead/resend", Change(outbox.ResendAsync));
        api.MapPost("/dead/clear", Change(outbox.ClearAsync));
    }

    private static void MapInbox(RouteGroupBuilder api, PortalInbox inbox)
    {
        api.MapGet("/dead", inbox.ListDeadAsync);
        api.MapPost("/dead/resend", Change(inbox.ResendAsync));
        api.MapPost("/dead/clear", Change(inbox.ClearAsync));
    }

    /// <summary>A change: a page of another site can have a browser send cookies, and forms, but not this header.</summary>
    private static RequestDelegate Change(RequestDelegate change) => context =>
    {
        if (context.Request.Headers.ContainsKey("X-HmacKit-Portal"))
        {
            return Holdable(change)(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    };

    /// <summary>A request whose values every database can hold: PostgreSQL throws for a zero character, even in a search.</summary>
    private static RequestDelegate Holdable(RequestDelegate next) => context =>
        context.Request.Query.Any(static pair => pair.Value.Any(HasZero)) || context.Request.RouteValues.Values.Any(static value => HasZero(value as string))
            ? PortalJson.RefuseAsync(context, StatusCodes.Status400BadRequest, "A value has a zero character in it.")
            : next(context);

    private static bool HasZero(string? value) => value?.Contains('\0', StringComparison.Ordinal) == true;
}
