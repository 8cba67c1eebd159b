using Microsoft.Extensions.Hosting;

namespace HmacKit.Webhooks;

/// <summary>Starts and stops the inbox with the host.</summary>
internal sealed class InboxService(WebhookInbox inbox) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        inbox.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => inbox.StopAsync(cancellationToken);
}
