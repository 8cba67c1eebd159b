using System.Runtime.CompilerServices;
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

    /// <summary>Each new exchange from now on; null if too many are watching.</summary>
    public IAsyncEnumerable<ExchangeSummary>? TryWatch(CancellationToken cancellationToken)
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

        return WatchAsync(watcher, cancellationToken);
    }

    private async IAsyncEnumerable<ExchangeSummary> WatchAsync(Channel<ExchangeSummary> watcher, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (ExchangeSummary summary in watcher.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return summary;
            }
        }
        finally
        {
            lock (_lock)
            {
                _watchers.Remove(watcher);
            }
        }
    }
}
