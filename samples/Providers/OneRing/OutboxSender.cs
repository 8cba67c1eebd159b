using HmacKit;
using HmacKit.Http;
using Providers.Diagnostics;

namespace Providers.OneRing;

/// <summary>Sends what is due, a few at a time, and writes down what came of it.</summary>
internal sealed class OutboxSender(Outbox outbox, WebhookSender sender, TimeProvider time, ILogger<OutboxSender> logger) : BackgroundService
{
    private const int AtOnce = 8;

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                List<DueWebhook> due = outbox.TakeDue(AtOnce);
                await Task.WhenAll(due.Select(webhook => SendAsync(webhook, stoppingToken)));
                if (due.Count == 0)
                {
                    await outbox.WaitAsync(stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The database can't be reached, for instance: what is due stays due.
                Log.OutboxFailed(logger, exception);
                await Task.Delay(PauseAfterFault, time, stoppingToken);
            }
        }
    }

    private async Task SendAsync(DueWebhook due, CancellationToken cancellationToken)
    {
        SignatureScheme scheme = SchemeCatalog.OneRing;
        var signer = new RequestSigner(scheme, HmacKey.ImportInsecureShortSecret(scheme.Algorithm, scheme.SecretFormat, due.Subscription.Secret), time);
        var webhook = new Webhook(new Uri(due.Subscription.Url), signer, due.Body) { Id = due.EventId };
        WebhookDelivery delivery = await sender.SendAsync(webhook, Math.Min(due.Attempt, sender.MaxAttempts), cancellationToken);
        switch (delivery.Outcome)
        {
            case WebhookOutcome.Delivered:
                outbox.Delivered(due);
                break;
            case WebhookOutcome.Refused or WebhookOutcome.Gone or WebhookOutcome.TargetForbidden:
                outbox.Refused(due);
                break;
            default:
                outbox.Failed(due, delivery.RetryAfter);
                break;
        }
    }
}
