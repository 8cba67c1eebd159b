using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;

namespace HmacKit.Postgres;

/// <summary>
/// A replay memory in PostgreSQL, for any number of machines: of any number of equal claims exactly one is added, and none
/// that was accepted is lost when the server is killed, since each is committed to disk before it is answered. The schema must
/// be there: see <see cref="PostgresSchema"/>.
/// </summary>
/// <remarks>
/// <para>
/// Whether a claim has expired is decided by the clock of <see cref="PostgresOptions.TimeProvider"/>, that of the verifier. It
/// is forgotten when it had expired a minute ago by that clock and by the server's, and from then on whatever
/// expires as early is refused, by all machines and whatever their clocks do.
/// </para>
/// <para>
/// It throws if the server doesn't answer; <see cref="GuardedReplayStore"/> makes an outcome of that. A claim whose answer
/// was lost may have been made: sent again, it is refused.
/// </para>
/// </remarks>
public sealed class PostgresReplayStore : IReplayStore, IAsyncDisposable
{
    /// <summary>The longest that a claim can be held: three and a half days, which is more than the longest window of a scheme.</summary>
    public static readonly TimeSpan MaxRetention = TimeSpan.FromHours(84);

    private static readonly TimeSpan ForgetInterval = TimeSpan.FromMinutes(1);

    // Long after whoever asked has given up: it only keeps a server that has stopped from holding the senders for ever.
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(2);

    private readonly NpgsqlDataSource _dataSource;
    private readonly SchemaName _schema;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ClaimBatches _batches;
    private readonly Lock _gate = new();
    private Task _forgetting = Task.CompletedTask;
    private long _lastForgotten;

    /// <summary>A store over a schema that is there.</summary>
    /// <param name="dataSource">Where the schema is. It isn't disposed of with the store.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <param name="logger">Where it is logged that what has expired couldn't be forgotten; nowhere by default.</param>
    /// <exception cref="ArgumentException">A setting isn't as it should be.</exception>
    public PostgresReplayStore(NpgsqlDataSource dataSource, PostgresOptions? options = null, ILogger<PostgresReplayStore>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        options ??= new PostgresOptions();
        ArgumentNullException.ThrowIfNull(options.TimeProvider, nameof(options));
        _dataSource = dataSource;
        _schema = new SchemaName(options.Schema);
        _time = options.TimeProvider;
        _logger = logger ?? NullLogger<PostgresReplayStore>.Instance;
        _batches = new ClaimBatches(SendAsync);
        _lastForgotten = _time.GetTimestamp();
    }

    TimeSpan IReplayStore.MaxRetention => MaxRetention;

    /// <inheritdoc/>
    /// <remarks>
    /// <see cref="ReplayOutcome.Seen"/> is also the answer to a claim that has expired, and <see cref="ReplayOutcome.Full"/> to
    /// one that would have to be held for longer than <see cref="MaxRetention"/>.
    /// </remarks>
    /// <exception cref="NpgsqlException">The server can't be asked, or refuses.</exception>
    /// <exception cref="OperationCanceledException">The call was ended; the claim may have been made.</exception>
    public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ReplayOutcome>(cancellationToken);
        }

        DateTimeOffset now = _time.GetUtcNow();
        if (claim.Expires <= now)
        {
            return new(ReplayOutcome.Seen);
        }

        if (claim.Expires - now > MaxRetention)
        {
            return new(ReplayOutcome.Full);
        }

        ForgetNowAndThen();
        return AddAsync(DigestOf(claim), MillisecondsUp(claim.Expires), cancellationToken);
    }

    /// <summary>Waits for what runs beside the requests.</summary>
    public async ValueTask DisposeAsync() => await Forgetting.ConfigureAwait(false);

    /// <summary>Forgets what has expired, once for all who ask at one time.</summary>
    internal Task ForgetAsync()
    {
        lock (_gate)
        {
            return _forgetting.IsCompleted ? _forgetting = RunAsync() : _forgetting;
        }

        async Task RunAsync()
        {
            _lastForgotten = _time.GetTimestamp();
            await using NpgsqlCommand forget = _dataSource.CreateCommand($"SELECT {_schema}.forget($1)");
            forget.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _time.GetUtcNow().ToUnixTimeMilliseconds() });
            await forget.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
    }

    private Task Forgetting
    {
        get
        {
            lock (_gate)
            {
                return _forgetting.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    private static byte[] DigestOf(in ReplayClaim claim)
    {
        Span<byte> bytes = stackalloc byte[ReplayClaim.MaxBytes];
        return SHA256.HashData(bytes[..claim.CopyTo(bytes)]);
    }

    // Up, so that no claim is forgotten in the last millisecond of its life.
    private static long MillisecondsUp(DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;

    private async ValueTask<ReplayOutcome> AddAsync(byte[] digest, long expires, CancellationToken cancellationToken)
    {
        ReplayOutcome outcome = await _batches.AddAsync(new PendingClaim(digest, expires), cancellationToken).ConfigureAwait(false);
        if (outcome != ReplayOutcome.Full)
        {
            return outcome;
        }

        // The partitions reach ahead from what was forgotten last, which was long ago, or never.
        await ForgetAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        return await _batches.AddAsync(new PendingClaim(digest, expires), cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAsync(IReadOnlyList<PendingClaim> claims)
    {
        using var timeout = new CancellationTokenSource(SendTimeout);
        await using NpgsqlCommand command = _dataSource.CreateCommand($"SELECT {_schema}.claim($1, $2, $3)");
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. claims.Select(static claim => claim.Digest)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. claims.Select(static claim => claim.Expires)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _time.GetUtcNow().ToUnixTimeMilliseconds() });
        short[] outcomes = await command.ExecuteScalarAsync(timeout.Token).ConfigureAwait(false) as short[] ?? [];
        for (int i = 0; i < claims.Count; i++)
        {
            claims[i].Answer(outcomes[i] switch
            {
                1 => ReplayOutcome.Added,
                2 => ReplayOutcome.Seen,
                3 => ReplayOutcome.Full,
                _ => ReplayOutcome.Unavailable,
            });
        }
    }

    private void ForgetNowAndThen()
    {
        long last = Volatile.Read(ref _lastForgotten);
        if (_time.GetElapsedTime(last) >= ForgetInterval && Interlocked.CompareExchange(ref _lastForgotten, _time.GetTimestamp(), last) == last)
        {
            _ = ForgetOrLogAsync();
        }
    }

    private async Task ForgetOrLogAsync()
    {
        try
        {
            await ForgetAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.NotForgotten(_logger, exception, _schema.Name);
        }
    }
}
