using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Providers.Dashboard;

/// <summary>The latest verifications, and those who watch them. Its memory has bounds, whatever strangers send and however slowly somebody reads.</summary>
internal sealed class VerificationFeed
{
    public const int Capacity = 200;
    public const int MostWatchers = 16;

    private readonly Queue<VerificationRecord> _latest = new(Capacity);
    private readonly List<Channel<VerificationRecord>> _watchers = [];
    private readonly Lock _lock = new();

    public void Add(VerificationRecord record)
    {
        lock (_lock)
        {
            if (_latest.Count == Capacity)
            {
                _latest.Dequeue();
            }

            _latest.Enqueue(record);
            foreach (Channel<VerificationRecord> watcher in _watchers)
            {
                watcher.Writer.TryWrite(record);
            }
        }
    }

    /// <summary>The latest, and then each new one; null if too many are watching.</summary>
    public IAsyncEnumerable<VerificationRecord>? TryWatch(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_watchers.Count == MostWatchers)
            {
                return null;
            }

            // A reader that is too slow misses the oldest ones, which have left the page by then anyway.
            Channel<VerificationRecord> watcher = Channel.CreateBounded<VerificationRecord>(
                new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest });
            foreach (VerificationRecord record in _latest)
            {
                watcher.Writer.TryWrite(record);
            }

            _watchers.Add(watcher);
            return WatchAsync(watcher, cancellationToken);
        }
    }

    private async IAsyncEnumerable<VerificationRecord> WatchAsync(
        Channel<VerificationRecord> watcher, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (await IsThereMoreAsync(watcher, cancellationToken))
            {
                while (watcher.Reader.TryRead(out VerificationRecord? record))
                {
                    yield return record;
                }
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

    private static async ValueTask<bool> IsThereMoreAsync(Channel<VerificationRecord> watcher, CancellationToken cancellationToken)
    {
        try
        {
            return await watcher.Reader.WaitToReadAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or the host stops.
            return false;
        }
    }
}
