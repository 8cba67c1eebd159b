using HmacKit.Webhooks;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>The inbox in the portal.</summary>
internal sealed class PortalInbox(WebhookInbox inbox)
{
    public const int Page = 100;

    public static DeadEvent ToView(DeadMessage dead) => new(
        dead.Id, dead.Message.Endpoint, dead.Message.Event.Scheme, dead.Message.Event.Id, dead.Message.Event.Type, dead.Message.Event.Attempt, dead.Message.Event.ReceivedAt, dead.EndedAt, dead.Error);

    public async Task ListDeadAsync(HttpContext context)
    {
        if (!PortalJson.TryNumber(context, "after", out long? after))
        {
            await PortalJson.RefuseAsync(context, StatusCodes.Status400BadRequest, "after is the number of a dead letter.").ConfigureAwait(false);
            return;
        }

        IReadOnlyList<DeadMessage> dead = await inbox.Store.ListDeadAsync(after ?? 0, Page, context.RequestAborted).ConfigureAwait(false);
        await PortalJson.WriteAsync(context, [.. dead.Select(ToView)], PortalJson.Default.ListDeadEvent).ConfigureAwait(false);
    }

    public Task ResendAsync(HttpContext context) => ChangeAsync(context, id => inbox.ResendAsync(id, context.RequestAborted));

    public Task ClearAsync(HttpContext context) => ChangeAsync(context, id => inbox.ClearAsync(id, context.RequestAborted));

    private static async Task ChangeAsync(HttpContext context, Func<long?, Task<int>> change)
    {
        if (!PortalJson.TryNumber(context, "id", out long? id))
        {
            await PortalJson.RefuseAsync(context, StatusCodes.Status400BadRequest, "id is a number.").ConfigureAwait(false);
            return;
        }

        await PortalJson.WriteAsync(context, new PortalCount(await change(id).ConfigureAwait(false)), PortalJson.Default.PortalCount).ConfigureAwait(false);
    }
}
