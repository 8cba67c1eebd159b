using System.Globalization;
using StackExchange.Redis;

namespace HmacKit.Redis;

/// <summary>
/// Since when Redis has held all that it was given. A key without expiry says which run of the server that is and since when;
/// it is written anew when it isn't there (an empty or flushed server) or when it names another run (a restart, of which
/// nobody knows what it saved; a replica that took over, which may lack the last claims).
/// </summary>
/// <remarks>
/// It is read before the first claim, after every loss of the connection and every change of the masters, and in between twice a second, beside
/// the claims and not before them. In a Redis Cluster there is a key in each 256th slot, so that each master has one; what counts is the youngest.
/// While two servers say that they are the master, nothing is old enough.
/// </remarks>
internal sealed class StoreAge : IDisposable
{
    // Another reading is begun after this time, while claims go on; and after the longer one they wait for it.
    private static readonly TimeSpan FreshFor = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan UsableFor = TimeSpan.FromSeconds(1);

    private const int ClusterSlots = 16_384;
    private const int ClusterKeys = 64;

    private static readonly RedisScript Script = new("""
        local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local since = string.match(redis.call('GET', KEYS[1]) or '', '^' .. run .. ':(%d+)$')
        if not since then
            since = string.format('%.0f', now)
            redis.call('SET', KEYS[1], run .. ':' .. since)
        end
        return {run .. ':' .. since, string.format('%.0f', math.max(0, now - tonumber(since)))}
        """);

    private readonly IConnectionMultiplexer _connection;
    private readonly IDatabase _database;
    private readonly string _prefix;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private RedisKey[]? _clusterKeys;
    private int _generation;
    private Reading? _last;
    private Task<Reading>? _reading;

    public StoreAge(IConnectionMultiplexer connection, RedisOptions options)
    {
        _connection = connection;
        _database = connection.GetDatabase(options.Database);
        _prefix = options.KeyPrefix;
        _time = options.TimeProvider;
        connection.ConnectionFailed += OnConnectionChanged;
        connection.ConnectionRestored += OnConnectionChanged;
        connection.ConfigurationChanged += OnServersChanged;
        connection.HashSlotMoved += OnServersChanged;
    }

    public void Dispose()
    {
        _connection.ConnectionFailed -= OnConnectionChanged;
        _connection.ConnectionRestored -= OnConnectionChanged;
        _connection.ConfigurationChanged -= OnServersChanged;
        _connection.HashSlotMoved -= OnServersChanged;
    }

    /// <summary>What was read last, if it is current and isn't long ago.</summary>
    public Reading? TryRecall()
    {
        Reading? last = Volatile.Read(ref _last);
        if (last is null || !IsCurrent(last))
        {
            return null;
        }

        TimeSpan age = _time.GetElapsedTime(last.Timestamp);
        if (age < FreshFor)
        {
            return last;
        }

        Task<Reading> next = StartOrJoin();
        if (age < UsableFor)
        {
            // A failure shows when the reading is no longer usable; until then the claims themselves show it.
            _ = next.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return last;
        }

        return null;
    }

    /// <summary>Whether the connection has been there ever since the reading was begun, and to the same masters.</summary>
    public bool IsCurrent(Reading reading) => reading.Generation == Volatile.Read(ref _generation) && reading.Masters.AreStill();

    /// <summary>Asks Redis, or waits with others who ask.</summary>
    public async ValueTask<Reading> ReadAsync()
    {
        while (true)
        {
            Reading reading = await StartOrJoin().ConfigureAwait(false);
            if (IsCurrent(reading))
            {
                return reading;
            }
        }
    }

    private Task<Reading> StartOrJoin()
    {
        lock (_gate)
        {
            return _reading is { IsCompleted: false } ? _reading : _reading = AskAsync();
        }
    }

    private async Task<Reading> AskAsync()
    {
        int generation = Volatile.Read(ref _generation);
        Masters masters = Masters.Of(_connection);
        (string Memory, TimeSpan Held)[] answers = await Task.WhenAll(FindKeys(masters).Select(AskAsync)).ConfigureAwait(false);
        string memory = string.Join(' ', answers.Select(static answer => answer.Memory));

        // The age is taken off this machine's clock, with which the signed times are compared; the server's may differ from it.
        // The answer's way makes it seem younger, so of several readings the one that took least time is the best.
        DateTimeOffset since = _time.GetUtcNow() - answers.Min(static answer => answer.Held);
        Reading? last = Volatile.Read(ref _last);
        since = !await masters.AreOneMemoryAsync().ConfigureAwait(false) ? DateTimeOffset.MaxValue
            : last?.Memory == memory && last.Since < since ? last.Since
            : since;
        var reading = new Reading(generation, masters, memory, since, _time.GetTimestamp());
        Volatile.Write(ref _last, reading);
        return reading;
    }

    private async Task<(string Memory, TimeSpan Held)> AskAsync(RedisKey key)
    {
        string[] answer = (string[])(await Script.RunAsync(_database, [key], []).ConfigureAwait(false))!;
        return (answer[0], TimeSpan.FromMicroseconds(long.Parse(answer[1], NumberStyles.None, CultureInfo.InvariantCulture)));
    }

    private RedisKey[] FindKeys(Masters masters) => _clusterKeys ?? (masters.IsCluster ? _clusterKeys = FindClusterKeys() : [_prefix + "age"]);

    // All machines look in the same order, and so find the same.
    private RedisKey[] FindClusterKeys()
    {
        var keys = new RedisKey?[ClusterKeys];
        for (int i = 0; keys.Contains(null); i++)
        {
            RedisKey key = string.Create(CultureInfo.InvariantCulture, $"{_prefix}age:{{{i}}}");
            keys[_connection.HashSlot(key) * ClusterKeys / ClusterSlots] ??= key;
        }

        return [.. keys.Select(static key => key!.Value)];
    }

    private void OnServersChanged(object? sender, EventArgs change) => Interlocked.Increment(ref _generation);

    private void OnConnectionChanged(object? sender, ConnectionFailedEventArgs change)
    {
        if (change.ConnectionType == ConnectionType.Interactive)
        {
            Interlocked.Increment(ref _generation);
        }
    }

    /// <summary>Since when Redis has held everything, by this machine's clock.</summary>
    /// <param name="Generation">Which of the connections it was read over.</param>
    /// <param name="Masters">The servers that took claims when the reading was begun.</param>
    /// <param name="Memory">The run of the server and the beginning by its own clock; of all servers, in a Cluster.</param>
    /// <param name="Since">The beginning, by this machine's clock.</param>
    /// <param name="Timestamp">When it was read.</param>
    internal sealed record Reading(int Generation, Masters Masters, string Memory, DateTimeOffset Since, long Timestamp);
}
