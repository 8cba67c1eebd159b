using StackExchange.Redis;

namespace HmacKit.Redis;

/// <summary>
/// Does what the stores do, and reads from the server whether it keeps what it's given. What it finds names the setting that
/// mends it.
/// </summary>
internal sealed class RedisHealthCheck(Func<IConnectionMultiplexer> connect, Func<RedisReplayStore> replay, Func<StoreState> state, RedisOptions options) : StoreHealthCheck
{
    private const string ReplicaAlone =
        "This Redis is a replica and can't be written. Name the master in the connection string, or all servers of the group, among which the client finds the master.";

    /// <summary>The limit for looking only: nobody's, and of one token.</summary>
    private static readonly BucketLimits Probe = [BucketLimit.PerSecond(1, "health")];

    // Not whole seconds, so that the client sends the same command as for a claim, which needs the same right.
    private static readonly TimeSpan ProbeLife = TimeSpan.FromMilliseconds(10_001);

    // In a script: the client lets only connections of administrators send INFO, which needs no such right on the server.
    private static readonly RedisScript Memory = new("return redis.call('INFO', 'memory')");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public override string Name => "redis";

    protected override async ValueTask<StoreHealth> CheckCoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await InspectAsync().WaitAsync(Patience, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!connect().IsConnected)
        {
            return StoreHealth.Unhealthy("Redis can't be reached. Check host, port, 'password' and 'ssl' of the connection string, and that the server runs.");
        }
        catch (TimeoutException)
        {
            return StoreHealth.Unhealthy($"Redis doesn't answer within {Patience.TotalSeconds} s. Check that the host and port of the connection string are Redis's, that 'ssl' is what the server speaks, and its load.");
        }
        catch (RedisServerException exception)
        {
            return StoreHealth.Unhealthy(Explain(exception));
        }
        catch (RedisConnectionException) when (IsReplicaAlone())
        {
            return StoreHealth.Unhealthy(ReplicaAlone);
        }
        catch (RedisConnectionException exception)
        {
            return StoreHealth.Unhealthy(exception.FailureType == ConnectionFailureType.AuthenticationFailure
                ? "Redis refuses the password of the connection string: set 'password' (and on a client library that has it, 'user')."
                : $"Redis can't be reached ({exception.FailureType}). Check host, port, 'password' and 'ssl' of the connection string, and that the server runs.");
        }
    }

    private async Task<StoreHealth> InspectAsync()
    {
        IConnectionMultiplexer connection = await Task.Run(connect).ConfigureAwait(false);
        IDatabase database = connection.GetDatabase(options.Database);
        await database.StringSetAsync(options.KeyPrefix + "health", 1, ProbeLife, When.NotExists, CommandFlags.DemandMaster).ConfigureAwait(false);
        await new RedisTokenBuckets(connection, options).TakeAsync("", Probe, 0).ConfigureAwait(false);
        await replay().ReadAgeAsync().ConfigureAwait(false);
        return await InspectMemoryAsync(database).ConfigureAwait(false) is { } problem ? StoreHealth.Degraded(problem)
            : state() == StoreState.Available ? StoreHealth.Healthy()
            : StoreHealth.Degraded($"Redis is back, and will be used again within {options.Outages.BreakDuration}.");
    }

    // The client sends nothing that writes to a server of which it knows that it is a replica.
    private bool IsReplicaAlone()
    {
        IConnectionMultiplexer connection = connect();
        IServer[] servers = [.. connection.GetEndPoints(false).Select(endPoint => connection.GetServer(endPoint)).Where(static server => server.IsConnected)];
        return servers.Length > 0 && servers.All(static server => server.IsReplica);
    }

    private async Task<string?> InspectMemoryAsync(IDatabase database)
    {
        Dictionary<string, string> memory;
        try
        {
            memory = Parse((string?)await Memory.RunAsync(database, [options.KeyPrefix + "health"], []).ConfigureAwait(false));
        }
        catch (RedisServerException exception) when (ServerErrors.IsForbidden(exception))
        {
            return "The user of the connection may not call INFO, so nobody can tell whether Redis evicts keys. Allow it: ACL SETUSER name +info.";
        }

        string policy = memory.GetValueOrDefault("maxmemory_policy", "noeviction");
        return policy == "noeviction" || memory.GetValueOrDefault("maxmemory", "0") == "0"
            ? null
            : $"'maxmemory-policy' is '{policy}': when its memory is full, Redis forgets nonces, and their requests can be replayed. Set 'maxmemory-policy' to 'noeviction'.";
    }

    private string Explain(RedisServerException error) =>
        ServerErrors.IsReadOnly(error) ? ReplicaAlone
        : ServerErrors.IsOutOfMemory(error) ? "Redis has no memory left ('maxmemory'), so new requests are refused. Raise 'maxmemory'; don't let it evict ('maxmemory-policy'), which would let requests be replayed."
        : ServerErrors.IsForbidden(error) ? $"The user of the connection lacks a right ({error.Message}). It needs: ACL SETUSER name ~{options.KeyPrefix}* &{options.KeyPrefix}* +set +get +mget +evalsha +eval +script|load +time +info +publish +subscribe +unsubscribe"
        : $"Redis answers with an error: {error.Message}";

    private static Dictionary<string, string> Parse(string? info) => (info ?? "").Split('\n')
        .Select(static line => line.TrimEnd('\r').Split(':', 2))
        .Where(static pair => pair.Length == 2)
        .ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);
}
