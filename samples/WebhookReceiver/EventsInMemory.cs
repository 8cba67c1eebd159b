using HmacKit.Webhooks;

namespace WebhookReceiver;

/// <summary>The latest events in memory, for trying the sample out: they are gone with the process, and so is what it has answered 200 and not handled.</summary>
internal sealed class EventsInMemory : HandledEvents
{
    private readonly Lock _lock = new();
    private readonly Queue<HandledEvent> _events = new();

    public override Task AddAsync(HandledEvent handled, WebhookEvent webhookEvent, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _events.Enqueue(handled);
            if (_events.Count > Latest)
            {
                _events.Dequeue();
            }
        }

        return Task.CompletedTask;
    }

    protected override Task<HandledEvent[]> LatestAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_events.ToArray());
        }
    }

    protected override async Task<HandledTimes[]> AllAsync(CancellationToken cancellationToken) =>
        [.. (await LatestAsync(cancellationToken)).CountBy(static handled => (handled.Id, handled.Type)).Select(static pair => new HandledTimes(pair.Key.Id, pair.Key.Type, pair.Value))];
}
