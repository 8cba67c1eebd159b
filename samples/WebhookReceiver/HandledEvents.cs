namespace WebhookReceiver;

/// <summary>An event that was handled.</summary>
internal sealed record HandledEvent(string Id, string Type, string? What, int Attempt, DateTimeOffset At);

/// <summary>The latest events, oldest first: where an application would have its database.</summary>
internal sealed class HandledEvents
{
    private const int Most = 100;

    private readonly Lock _lock = new();
    private readonly Queue<HandledEvent> _events = new();

    public void Add(HandledEvent handled)
    {
        lock (_lock)
        {
            _events.Enqueue(handled);
            if (_events.Count > Most)
            {
                _events.Dequeue();
            }
        }
    }

    public HandledEvent[] Latest()
    {
        lock (_lock)
        {
            return [.. _events];
        }
    }
}
