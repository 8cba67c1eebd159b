using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit;

/// <summary>
/// Writes down who did what. Entries wait in memory, so that no request waits for the store, and are appended in their order as fast as the store takes
/// them. Disposing of it, which the end of an application does, writes what is waiting. A process that is killed loses what is waiting: usually the last
/// few milliseconds, and while the store is away all since then.
/// </summary>
public sealed class AuditTrail : IAsyncDisposable
{
    private const int MostAtOnce = 256;
    private const int MostForgottenAtOnce = 1_000;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForgetInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan LossLogInterval = TimeSpan.FromMinutes(1);

    private readonly AuditStore _store;
    private readonly AuditChain _chain;
    private readonly AuditOptions _options;
    private readonly ILogger _logger;
    private readonly Channel<(AuditEntry Entry, DateTimeOffset Time)> _waiting;
    private readonly CancellationTokenSource _giveUp = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _writing;
    private long _lost;
    private long _lossLogged = long.MinValue;
    private int _isDisposed;

    /// <summary>A trail.</summary>
    /// <param name="store">Where it is kept.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <param name="logger">Where it is logged that the store is away or entries are lost; nowhere by default.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public AuditTrail(AuditStore store, AuditOptions? options = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        options ??= new AuditOptions();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Retention, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Capacity, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Capacity, 1_000_000, nameof(options));
        if (options.Key.Length is > 0 and < 32)
        {
            throw new ArgumentException("The key of an audit trail has 32 bytes or more.", nameof(options));
        }

        _store = store;
        _options = options;
        _chain = new AuditChain(options.Key.Span);
        _logger = logger ?? NullLogger.Instance;
        _waiting = Channel.CreateBounded<(AuditEntry, DateTimeOffset)>(new BoundedChannelOptions(options.Capacity) { SingleReader = true });
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Writes an entry down soon. False if too many are waiting: then it is lost, counted and logged.</summary>
    /// <param name="entry">The entry.</param>
    public bool TryWrite(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        DateTimeOffset now = _options.TimeProvider.GetUtcNow();
        if (_waiting.Writer.TryWrite((entry, now)))
        {
            return true;
        }

        EngineMetrics.AuditLost(1);
        long lost = Interlocked.Increment(ref _lost);
        long logged = Volatile.Read(ref _lossLogged);
        if (now.UtcTicks - LossLogInterval.Ticks >= logged && Interlocked.CompareExchange(ref _lossLogged, now.UtcTicks, logged) == logged)
        {
            Log.AuditLost(_logger, lost);
        }

        return false;
    }

    /// <summary>Writes what is waiting, for as long as <see cref="AuditOptions.StopTimeout"/> allows, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _waiting.Writer.TryComplete();
        await _ending.CancelAsync().ConfigureAwait(false);
        _giveUp.CancelAfter(_options.StopTimeout);
        await _writing.ConfigureAwait(false);
        _giveUp.Dispose();
        _ending.Dispose();
    }

    private async Task WriteAsync()
    {
        var batch = new List<(AuditEntry Entry, DateTimeOffset Time)>(MostAtOnce);
        DateTimeOffset forgotten = DateTimeOffset.MinValue;
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < MostAtOnce && _waiting.Reader.TryRead(out (AuditEntry, DateTimeOffset) entry))
            {
                batch.Add(entry);
            }

            if (!await TryAppendAsync(batch).ConfigureAwait(false))
            {
                int left = batch.Count;
                while (_waiting.Reader.TryRead(out _))
                {
                    left++;
                }

                EngineMetrics.AuditLost(left);
                Log.AuditLost(_logger, left + Volatile.Read(ref _lost));
                return;
            }

            batch.Clear();
            DateTimeOffset now = _options.TimeProvider.GetUtcNow();
            if (now - forgotten >= ForgetInterval)
            {
                forgotten = await TryForgetAsync(now - _options.Retention).ConfigureAwait(false) ? now : forgotten;
            }
        }
    }

    /// <summary>Tries until it is done, or until there is no more time at the end.</summary>
    private async Task<bool> TryAppendAsync(List<(AuditEntry, DateTimeOffset)> batch)
    {
        for (bool isLogged = false; !_giveUp.IsCancellationRequested;)
        {
            try
            {
                await _store.AppendAsync(last => _chain.Append(last, batch), _giveUp.Token).ConfigureAwait(false);
                return true;
            }
            catch (Exception exception)
            {
                if (!isLogged)
                {
                    Log.AuditNotWritten(_logger, exception);
                    isLogged = true;
                }
            }

            await WaitAsync().ConfigureAwait(false);
        }

        return false;
    }

    private async Task WaitAsync()
    {
        try
        {
            // At the end shorter, so that what little time there is is used.
            await Task.Delay(_ending.IsCancellationRequested ? RetryDelay / 10 : RetryDelay, _options.TimeProvider, _ending.IsCancellationRequested ? _giveUp.Token : _ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It is to end: at once once more.
        }
    }

    private async Task<bool> TryForgetAsync(DateTimeOffset before)
    {
        try
        {
            return await _store.ForgetAsync(before, MostForgottenAtOnce, _giveUp.Token).ConfigureAwait(false) < MostForgottenAtOnce;
        }
        catch (Exception exception)
        {
            Log.AuditNotForgotten(_logger, exception);
            return true;
        }
    }
}
