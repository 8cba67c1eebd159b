using HmacKit.Webhooks;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>The outbox in the portal.</summary>
internal sealed class PortalOutbox(WebhookOutbox outbox)
{
    private const int Page = 100;
    private const int MaxOverlapHours = 24 * 30;

    public async Task ListAsync(HttpContext context) => await PortalJson.WriteAsync(
        context,
        await outbox.ListAsync(PortalJson.Text(context, "owner"), PortalJson.Text(context, "after") ?? "", Page, context.RequestAborted).ConfigureAwait(false),
        PortalJson.Default.IReadOnlyListWebhookSubscription).ConfigureAwait(false);

    public async Task SubscribeAsync(HttpContext context)
    {
        if (PortalJson.Text(context, "owner") is not { Length: <= 256 } owner || !Uri.TryCreate(PortalJson.Text(context, "url"), UriKind.Absolute, out Uri? url) || PortalJson.Text(context, "events") is not { } events)
        {
            await PortalJson.RefuseAsync(context, StatusCodes.Status400BadRequest, "owner, url and events are required.").ConfigureAwait(false);
            return;
        }

        SubscribeResult result = await outbox.SubscribeAsync(
            new SubscriptionRequest(owner, url, events.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)) { Policy = PortalJson.Text(context, "policy") }, context.RequestAborted).ConfigureAwait(false);
        await (result.Subscription is { } subscription
            ? PortalJson.WriteAsync(context, new PortalSecret(subscription.Id, result.Secret), PortalJson.Default.PortalSecret, StatusCodes.Status201Created)
            : PortalJson.RefuseAsync(context, StatusCodes.Status400BadRequest, result.Status.ToString())).ConfigureAwait(false);
    }

    public async Task RotateAsync(HttpContext context)
    {
        if (!PortalJson.TryNumber(context, "overlapHours", out long? hours) || hours > MaxOverlapHours)
        {
            await PortalJson.RefuseAsync(context, StatusCodes.Status400BadRequest, $"overlapHours is 0 to {MaxOverlapHours}.").ConfigureAwait(false);
            return;
        }

        string id = Id(context);
        string? secret = await outbox.RotateAsync(id, TimeSpan.FromHours(hours ?? 24), context.RequestAborted).ConfigureAwait(false);
        await (secret is null ? NotFoundAsync(context) : PortalJson.WriteAsync(context, new PortalSecret(id, secret), PortalJson.Default.PortalSecret)).ConfigureAwait(false);
    }

    public async Task TestAsync(HttpContext context)
    {
        string? eventId = await outbox.SendTestAsync(Id(context), cancellationToken: context.RequestAborted).ConfigureAwait(false);
        await (eventId is null ? NotFoundAsync(context) : DoneAsync(context)).ConfigureAwait(false);
    }

    public async Task EnableAsync(HttpContext context) =>
        await (await outbox.EnableAsync(Id(context), context.RequestAborted).ConfigureAwait(false) ? DoneAsync(context) : NotFoundAsync(context)).ConfigureAwait(false);

    public async Task DisableAsync(HttpContext context) =>
        await (await outbox.DisableAsync(Id(context), cancellationToken: context.RequestAborted).ConfigureAwait(false) ? DoneAsync(context) : NotFoundAsync(context)).ConfigureAwait(false);

    public async Task RemoveAsync(HttpContext context) =>
        await (await outbox.RemoveAsync(Id(context), context.RequestAborted).ConfigureAwait(false) ? DoneAsync(context) : NotFoundAsync(context)).ConfigureAwait(false);

    public async Task ListDeliveriesAsync(HttpContext context)
    {
        DeliveryState? state = Enum.TryParse(PortalJson.Text(context, "state"), ignoreCase: true, out DeliveryState parsed) ? parsed : null;
        if (!PortalJson.TryNumber(context, "before", out long? before))
        {
            await PortalJson.RefuseAsync(context, StatusCodes.Status400BadRequest, "before is the number of a delivery.").ConfigureAwait(false);
            return;
        }

        IReadOnlyList<DeliveryRecord> deliveries = await outbox.ListDeliveriesAsync(PortalJson.Text(context, "subscription"), state, before ?? long.MaxValue, Page, context.RequestAborted).ConfigureAwait(false);
        await PortalJson.WriteAsync(context, deliveries, PortalJson.Default.IReadOnlyListDeliveryRecord).ConfigureAwait(false);
    }

    public async Task ListAttemptsAsync(HttpContext context)
    {
        long id = long.Parse((string)context.Request.RouteValues["id"]!, System.Globalization.CultureInfo.InvariantCulture);
        await PortalJson.WriteAsync(context, await outbox.ListAttemptsAsync(id, context.RequestAborted).ConfigureAwait(false), PortalJson.Default.IReadOnlyListAttemptRecord).ConfigureAwait(false);
    }

    public Task ResendAsync(HttpContext context) => ChangeAsync(context, letters => outbox.ResendAsync(letters, context.RequestAborted));

    public Task ClearAsync(HttpContext context) => ChangeAsync(context, letters => outbox.ClearAsync(letters, context.RequestAborted));

    private static async Task ChangeAsync(HttpContext context, Func<DeadLetters, Task<int>> change)
    {
        if (!PortalJson.TryNumber(context, "id", out long? id) || !PortalJson.TryTime(context, "from", out DateTimeOffset? from) || !PortalJson.TryTime(context, "until", out DateTimeOffset? until))
        {
            await PortalJson.RefuseAsync(context, StatusCodes.Status400BadRequest, "id is a number; from and until are times such as 2026-01-31T00:00:00Z.").ConfigureAwait(false);
            return;
        }

        int count = await change(new DeadLetters { Id = id, SubscriptionId = PortalJson.Text(context, "subscription"), From = from, Until = until }).ConfigureAwait(false);
        await PortalJson.WriteAsync(context, new PortalCount(count), PortalJson.Default.PortalCount).ConfigureAwait(false);
    }

    private static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    private static Task DoneAsync(HttpContext context) => PortalJson.WriteAsync(context, new PortalCount(1), PortalJson.Default.PortalCount);

    private static Task NotFoundAsync(HttpContext context) => PortalJson.RefuseAsync(context, StatusCodes.Status404NotFound, "There is no such subscription, or it isn't in the state for that.");
}
