using HmacKit.Webhooks.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Webhooks.Tests.Outbox;

/// <summary>Processes with an outbox each, on one database and before the same receivers.</summary>
public abstract class OutboxTest : IAsyncLifetime
{
    private protected List<ServiceProvider> Processes { get; } = [];

    private protected TestDatabase Database { get; private set; } = null!;

    private protected Receivers Receivers { get; private set; } = null!;

    private static AesGcmSecretProtector Protector { get; } = new(ProtectionKey.Generate("test"));

    public async Task InitializeAsync()
    {
        Database = CreateDatabase();
        Receivers = await Receivers.StartAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (ServiceProvider process in Processes)
        {
            await process.DisposeAsync();
        }

        await Receivers.DisposeAsync();
        await Database.DisposeAsync();
    }

    protected abstract TestDatabase CreateDatabase();

    private protected static OutgoingEvent Event(string type) => new("owner", type, """{"a":1}"""u8.ToArray());

    private protected async Task<WebhookOutbox> StartAsync(TimeProvider? time = null, Action<WebhookOutboxOptions>? configure = null, int keptAnswerBytes = 500)
    {
        ServiceProvider process = new ServiceCollection()
            .AddSingleton(time ?? TimeProvider.System)
            .AddSingleton<SecretProtector>(Protector)
            .AddWebhookSending(options =>
            {
                options.AllowLoopbackBecauseThisIsDevelopment = true;
                options.KeptAnswerBytes = keptAnswerBytes;
            })
            .AddWebhookOutbox(Database.Open(), options =>
            {
                options.Scheme = SchemeCatalog.StandardWebhooks;
                options.PollInterval = TimeSpan.FromMilliseconds(50);
                configure?.Invoke(options);
            })
            .BuildServiceProvider();
        Processes.Add(process);
        WebhookOutbox outbox = process.GetRequiredService<WebhookOutbox>();
        await outbox.StartAsync(default);
        return outbox;
    }

    private protected async Task<SubscribeResult> SubscribedAsync(WebhookOutbox outbox, string path, string[] patterns, string? policy = null)
    {
        SubscribeResult result = await outbox.SubscribeAsync(new SubscriptionRequest("owner", new Uri(Receivers.Address, path), patterns) { Policy = policy });
        Assert.Equal(SubscribeStatus.Subscribed, result.Status);
        return result;
    }

    private protected static async Task UntilAsync(Func<Task<bool>> isThere, int seconds = 30)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (!await isThere())
        {
            Assert.False(patience.IsCancellationRequested, "It didn't come.");
            await Task.Delay(20);
        }
    }
}
