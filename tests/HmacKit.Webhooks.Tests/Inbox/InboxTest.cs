using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Webhooks.Tests.Inbox;

/// <summary>An inbox over a scripted store, with what it counts and logs, and a clock that stands still.</summary>
public abstract class InboxTest : IAsyncLifetime
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MeterListener _listener = new();
    private readonly Channel<string> _outcomes = Channel.CreateUnbounded<string>();
    private ServiceProvider? _services;

    /// <summary>The scheme's name, this test's own, since other tests count at the same time.</summary>
    protected string Scheme { get; } = Guid.NewGuid().ToString("N");

    protected ManualTimeProvider Clock { get; } = new();

    protected CapturedLog Log { get; } = new();

    private protected ScriptedStore Store { get; } = new();

    /// <summary>Whether something came of an event that wasn't asked for yet.</summary>
    protected bool HasOutcome => _outcomes.Reader.TryPeek(out _);

    public Task InitializeAsync()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name == HmacKitTelemetry.WebhooksName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            Dictionary<string, object?> all = tags.ToArray().ToDictionary(static tag => tag.Key, static tag => tag.Value);
            if (Scheme.Equals(all["hmackit.scheme"]))
            {
                _outcomes.Writer.TryWrite((string)all["hmackit.outcome"]!);
            }
        });
        _listener.Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await (_services?.DisposeAsync() ?? default);
        _listener.Dispose();
        Log.Dispose();
    }

    protected async Task<string> OutcomeAsync() => await _outcomes.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>Waits until the inbox waits for so long.</summary>
    protected async Task TimerAsync(TimeSpan time)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await Clock.NextTimerAsync(patience.Token) != time)
        {
            // Another one of its timers.
        }
    }

    protected async Task AdvanceUntilAsync(Func<bool> isSo)
    {
        for (int i = 0; i < 300 && !isSo(); i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10);
        }

        Assert.True(isSo());
    }

    protected WebhookInbox Start(Func<WebhookEvent, CancellationToken, Task> handler, Func<InboxEndpoint, InboxEndpoint>? change = null, Action<WebhookInboxOptions>? configure = null)
    {
        _services = new ServiceCollection().AddSingleton<TimeProvider>(Clock).AddLogging(Log.AddTo).AddScoped<Scoped>().AddWebhookInbox(Store, configure).BuildServiceProvider();
        WebhookInbox inbox = _services.GetRequiredService<WebhookInbox>();
        var endpoint = new InboxEndpoint { Name = "/hook", Scheme = Scheme, Handler = handler, HandlerTimeout = TimeSpan.FromHours(1) };
        inbox.Handle(change?.Invoke(endpoint) ?? endpoint);
        inbox.Start();
        return inbox;
    }

    protected sealed class Scoped : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
