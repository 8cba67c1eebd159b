using Microsoft.Extensions.Hosting;

namespace HmacKit.Webhooks;

/// <summary>Starts and stops the outbox with the host.</summary>
internal sealed class OutboxService(WebhookOutbox outbox) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => outbox.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => outbox.StopAsync(cancellationToken);
}
