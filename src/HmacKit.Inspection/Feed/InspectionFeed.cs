using System.Threading.Channels;

namespace HmacKit.Inspection;

/// <summary>Tells open pages of each new exchange. Its memory has bounds, however slowly somebody reads.</summary>
internal sealed class InspectionFeed
{
    public const int MostWatchers = 16;

    private const int Capacity = 256;

    private readonly List<Channel<ExchangeSummary>> _watchers = [];
    private readonly Lock _lock = new();

    public void Publish(ExchangeSummary summary)
    {
        lock (_lock)
        {
            foreach (Channel<ExchangeSummary> watcher in _watchers)
            {
                watcher.Writer.TryWrite(summary);
            }
        }
    }

    /// <summary>Each new exchange from now on, until it is disposed; null if too many are watching.</summary>
    public Watcher? TryWatch()
    {
        // A page that is too slow misses the oldest ones, and asks for the list again.
        Channel<ExchangeSummary> watcher = Channel.CreateBounded<ExchangeSummary>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock)
        {
            if (_watchers.Count == MostWatchers)
            {
                return null;
            }

            _watchers.Add(watcher);
        }

        return new Watcher(this, watcher);
    }

    private void Remove(Channel<ExchangeSummary> watcher)
    {
        lock (_lock)
        {
            _watchers.Remove(watcher);
        }
    }

    /// <summary>A place among those that watch.</summary>
    public sealed class Watcher(InspectionFeed feed, Channel<ExchangeSummary> channel) : IDisposable
    {
        public IAsyncEnumerable<ExchangeSummary> ReadAllAsync(CancellationToken cancellationToken) => channel.Reader.ReadAllAsync(cancellationToken);

        public void Dispose() => feed.Remove(channel);
    }
}
