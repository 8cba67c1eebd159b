using Microsoft.Extensions.Logging;

namespace HmacKit;

/// <summary>Changes of keys in a store that can't call: it is asked four times a second for a number that rises with each change.</summary>
public abstract class PolledKeyChanges : KeyChanges
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private ITimer? _timer;
    private long? _last;
    private Task _look = Task.CompletedTask;
    private int _isLooking;

    /// <summary>Changes that nobody watches yet.</summary>
    /// <param name="store">What the store is called in the log.</param>
    /// <param name="time">Where the time comes from.</param>
    /// <param name="logger">Where it is logged that the store can't be asked; nowhere by default.</param>
    protected PolledKeyChanges(string store, TimeProvider time, ILogger? logger)
        : base(store, logger) => _time = time;

    /// <summary>Reads the number of changes.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    protected abstract ValueTask<long> ReadChangesAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override void Start() =>
        _timer = _time.CreateTimer(static changes => ((PolledKeyChanges)changes!).Look(), this, TimeSpan.Zero, Interval);

    /// <inheritdoc/>
    protected override async ValueTask StopAsync()
    {
        _timer?.Dispose();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _look.ConfigureAwait(false);
        _stop.Dispose();
    }

    private void Look()
    {
        // If a look is under way, skip this one.
        if (!_stop.IsCancellationRequested && Interlocked.Exchange(ref _isLooking, 1) == 0)
        {
            _look = LookAsync();
        }
    }

    private async Task LookAsync()
    {
        try
        {
            long changes = await ReadChangesAsync(_stop.Token).ConfigureAwait(false);
            bool isNew = changes != _last;
            _last = changes;
            if (!IsListening)
            {
                OnListening();
            }
            else if (isNew)
            {
                OnChanged(null);
            }
        }
        catch (Exception exception)
        {
            if (!_stop.IsCancellationRequested)
            {
                OnDeaf(exception);
            }
        }
        finally
        {
            Volatile.Write(ref _isLooking, 0);
        }
    }
}
