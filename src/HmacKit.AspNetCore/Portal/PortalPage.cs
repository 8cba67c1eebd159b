using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using HmacKit.Webhooks;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>The portal's page: tables that the server writes, and a few lines of script for the buttons.</summary>
internal sealed class PortalPage(WebhookOutbox? outbox, WebhookInbox? inbox)
{
    private const string Style = """
        body{font:14px/1.4 system-ui,sans-serif;margin:2rem;color:#222}h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
        table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}
        code,#said{font:12px ui-monospace,monospace;word-break:break-all}button{font:inherit;margin-right:.3rem}.Dead,.Disabled{color:#a00}.Delivered,.Active{color:#070}
        """;

    private const string Script = """
        const said = document.getElementById('said');
        document.addEventListener('click', async event => {
          const button = event.target.closest('button[data-post]');
          if (!button || (button.dataset.ask && !confirm(button.dataset.ask))) return;
          const base = location.pathname.replace(/\/$/, '');
          const answer = await fetch(base + button.dataset.post, { method: 'POST', headers: { 'X-HmacKit-Portal': '1' } });
          const json = await answer.json().catch(() => ({}));
          if (json.secret) { said.textContent = 'New secret, shown once: ' + json.secret; return; }
          if (!answer.ok) { said.textContent = json.error || answer.status; return; }
          location.reload();
        });
        """;

    public async Task WriteAsync(HttpContext context)
    {
        string nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        HttpResponse response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
        var html = new StringBuilder($"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Webhooks</title><style nonce=\"{nonce}\">{Style}</style></head><body><h1>Webhooks</h1><p id=\"said\"></p>");
        if (outbox is not null)
        {
            await WriteOutboxAsync(html, outbox, context.RequestAborted).ConfigureAwait(false);
        }

        if (inbox is not null)
        {
            await WriteInboxAsync(html, inbox, context.RequestAborted).ConfigureAwait(false);
        }

        html.Append(CultureInfo.InvariantCulture, $"<script nonce=\"{nonce}\">{Script}</script></body></html>");
        await response.WriteAsync(html.ToString(), context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task WriteOutboxAsync(StringBuilder html, WebhookOutbox outbox, CancellationToken cancellationToken)
    {
        const int latest = 50;
        html.Append("<h2>Subscriptions</h2><table id=\"subscriptions\"><tr><th>Id</th><th>Owner</th><th>Address</th><th>Events</th><th>Status</th><th>Last delivered</th><th></th></tr>");
        foreach (WebhookSubscription subscription in await outbox.ListAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            bool isActive = subscription.Status == SubscriptionStatus.Active;
            Row(html, Code(subscription.Id), Text(subscription.Owner), Code(subscription.Url.OriginalString), Text(string.Join(' ', subscription.Events)),
                $"<span class=\"{subscription.Status}\">{subscription.Status}</span> {Text(subscription.Reason)}", Time(subscription.LastDeliveredAt),
                (isActive ? Button("test", $"/api/subscriptions/{subscription.Id}/test", "Test") : "")
                + Button("rotate", $"/api/subscriptions/{subscription.Id}/rotate", "Rotate secret", "The old secret goes on for 24 hours where the scheme has room for both. Go on?")
                + (isActive ? Button("disable", $"/api/subscriptions/{subscription.Id}/disable", "Disable", "What waits for it becomes dead letters. Go on?") : Button("enable", $"/api/subscriptions/{subscription.Id}/enable", "Enable")));
        }

        html.Append("</table>");
        IReadOnlyList<DeliveryRecord> dead = await outbox.ListDeliveriesAsync(state: DeliveryState.Dead, cancellationToken: cancellationToken).ConfigureAwait(false);
        html.Append("<h2>Dead letters</h2>");
        html.Append(dead.Count == 0 ? "<p>None.</p>" : $"<p>{Button("resend-all", "/api/dead/resend", "Resend all")}{Button("clear-all", "/api/dead/clear", "Clear all", "They are gone for good. Go on?")}</p>");
        Deliveries(html, "dead", dead, static delivery => Button("resend", string.Create(CultureInfo.InvariantCulture, $"/api/dead/resend?id={delivery.Id}"), "Resend")
            + Button("clear", string.Create(CultureInfo.InvariantCulture, $"/api/dead/clear?id={delivery.Id}"), "Clear", "It is gone for good. Go on?"));
        html.Append("<h2>Latest deliveries</h2>");
        Deliveries(html, "deliveries", await outbox.ListDeliveriesAsync(max: latest, cancellationToken: cancellationToken).ConfigureAwait(false), static _ => "");
    }

    private static async Task WriteInboxAsync(StringBuilder html, WebhookInbox inbox, CancellationToken cancellationToken)
    {
        InboxCounts counts = await inbox.Store.CountAsync(cancellationToken).ConfigureAwait(false);
        html.Append(CultureInfo.InvariantCulture, $"<h2>Inbox</h2><p>{counts.Waiting} waiting, {counts.Dead} dead letters.</p>");
        if (counts.Dead == 0)
        {
            return;
        }

        html.Append(CultureInfo.InvariantCulture, $"<p>{Button("inbox-resend-all", "/api/inbox/dead/resend", "Handle all again")}{Button("inbox-clear-all", "/api/inbox/dead/clear", "Clear all", "They are gone for good. Go on?")}</p>");
        html.Append("<table id=\"inbox\"><tr><th>Endpoint</th><th>Event</th><th>Type</th><th>Attempts</th><th>Received</th><th>Error</th><th></th></tr>");
        foreach (DeadMessage message in await inbox.Store.ListDeadAsync(max: PortalInbox.Page, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            DeadEvent dead = PortalInbox.ToView(message);
            Row(html, Text(dead.Endpoint), Code(dead.EventId), Text(dead.EventType), Number(dead.Attempts), Time(dead.ReceivedAt), Text(dead.Error),
                Button("inbox-resend", string.Create(CultureInfo.InvariantCulture, $"/api/inbox/dead/resend?id={dead.Id}"), "Handle again")
                + Button("inbox-clear", string.Create(CultureInfo.InvariantCulture, $"/api/inbox/dead/clear?id={dead.Id}"), "Clear", "It is gone for good. Go on?"));
        }

        html.Append("</table>");
    }

    private static void Deliveries(StringBuilder html, string id, IReadOnlyList<DeliveryRecord> deliveries, Func<DeliveryRecord, string> buttons)
    {
        html.Append(CultureInfo.InvariantCulture, $"<table id=\"{id}\"><tr><th>Event</th><th>Type</th><th>Subscription</th><th>State</th><th>Attempts</th><th>Last answer</th><th>Next or last</th><th></th></tr>");
        foreach (DeliveryRecord delivery in deliveries)
        {
            Row(html, Code(delivery.EventId), Text(delivery.EventType), Code(delivery.SubscriptionId), $"<span class=\"{delivery.State}\">{delivery.State}</span>", Number(delivery.Attempts),
                Text($"{delivery.Outcome} {delivery.StatusCode}"), Time(delivery.EndedAt ?? delivery.DueAt), buttons(delivery));
        }

        html.Append("</table>");
    }

    private static void Row(StringBuilder html, params ReadOnlySpan<string> cells)
    {
        html.Append("<tr>");
        foreach (string cell in cells)
        {
            html.Append("<td>").Append(cell).Append("</td>");
        }

        html.Append("</tr>");
    }

    private static string Text(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    private static string Code(string? text) => $"<code>{Text(text)}</code>";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    private static string Button(string name, string post, string label, string? ask = null) =>
        $"<button class=\"{name}\" data-post=\"{Text(post)}\"{(ask is null ? "" : $" data-ask=\"{Text(ask)}\"")}>{label}</button>";
}
