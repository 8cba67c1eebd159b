using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace HmacKit.Redis;

/// <summary>
/// Does what the stores do, and reads from the server whether it keeps what it's given and runs scripts one after the other. What it finds
/// names the setting that puts it right.
/// </summary>
internal sealed class RedisHealth(Func<IConnectionMultiplexer> connect, Func<RedisReplayStore> replay, RedisOptions options)
{
    private const string ReplicaAlone =
        "This Redis is a replica and can't be written. Name the master in the connection string, or all servers of the group, among which the client finds the master.";

    private const string NotReached =
        "Check host, port, 'password' and 'ssl' of the connection string, and that the server runs.";

    /// <summary>The limit for looking only: nobody's, and of one token.</summary>
    private static readonly BucketLimits Probe = [BucketLimit.PerSecond(1, "health")];

    // Not whole seconds, so that the client sends the same command as for a claim, which needs the same right.
    private static readonly TimeSpan ProbeLife = TimeSpan.FromMilliseconds(10_001);

    // In a script: the client lets only connections of administrators send INFO, which needs no such right on the server.
    private static readonly RedisScript Information = new("return redis.call('INFO', 'server') .. redis.call('INFO', 'memory')");

    private readonly ScriptProbe _scripts = new(options);

    public async Task<HealthCheckResult> FindAsync()
    {
        try
        {
            return await InspectAsync().ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Unhealthy(connect().IsConnected
                ? "Redis doesn't answer. Check that the host and port of the connection string are Redis's, that 'ssl' is what the server speaks, and its load."
                : "Redis can't be reached. " + NotReached);
        }
        catch (RedisServerException exception)
        {
            return HealthCheckResult.Unhealthy(Explain(exception));
        }
        catch (RedisConnectionException) when (IsReplicaAlone())
        {
            return HealthCheckResult.Unhealthy(ReplicaAlone);
        }
        catch (RedisConnectionException exception)
        {
            return HealthCheckResult.Unhealthy(exception.FailureType == ConnectionFailureType.AuthenticationFailure
                ? "Redis refuses the password of the connection string: set 'password', and 'user' if it has one."
                : $"Redis can't be reached ({exception.FailureType}). {NotReached}");
        }
    }

    private async Task<HealthCheckResult> InspectAsync()
    {
        IConnectionMultiplexer connection = await Task.Run(connect).ConfigureAwait(false);
        IDatabase database = connection.GetDatabase(options.Database);
        await database.StringSetAsync(options.KeyPrefix + "health", 1, ProbeLife, When.NotExists, CommandFlags.DemandMaster).ConfigureAwait(false);
        _ = await new RedisTokenBuckets(connection, options).TakeAsync("", Probe, 0).ConfigureAwait(false);
        await replay().ReadAgeAsync().ConfigureAwait(false);
        Dictionary<string, string> server;
        try
        {
            server = Parse((string?)await Information.RunAsync(database, [options.KeyPrefix + "health"], []).ConfigureAwait(false));
        }
        catch (RedisServerException exception) when (ServerErrors.IsForbidden(exception))
        {
            return HealthCheckResult.Degraded("The user of the connection may not call INFO, so nobody can tell whether Redis evicts keys. Allow it: ACL SETUSER name +info.");
        }

        string policy = server.GetValueOrDefault("maxmemory_policy", "noeviction");
        if (policy != "noeviction" && server.GetValueOrDefault("maxmemory", "0") != "0")
        {
            return HealthCheckResult.Degraded($"'maxmemory-policy' is '{policy}': when its memory is full, Redis forgets nonces, and their requests can be replayed. Set 'maxmemory-policy' to 'noeviction'.");
        }

        return await _scripts.FindProblemAsync(connection, server).ConfigureAwait(false) is { } problem ? HealthCheckResult.Degraded(problem) : HealthCheckResult.Healthy();
    }

    // The client sends nothing that writes to a server of which it knows that it is a replica.
    private bool IsReplicaAlone()
    {
        IConnectionMultiplexer connection = connect();
        IServer[] servers = [.. connection.GetEndPoints(false).Select(endPoint => connection.GetServer(endPoint)).Where(static server => server.IsConnected)];
        return servers.Length > 0 && servers.All(static server => server.IsReplica);
    }

    private string Explain(RedisServerException error) =>
        ServerErrors.IsReadOnly(error) ? ReplicaAlone
        : ServerErrors.IsOutOfMemory(error) ? "Redis has no memory left ('maxmemory'), so new requests are refused. Raise 'maxmemory'; don't let it evict ('maxmemory-policy'), which would let requests be replayed."
        : ServerErrors.IsForbidden(error) ? $"The user of the connection lacks a right ({error.Message}). It needs: ACL SETUSER name ~{options.KeyPrefix}* &{options.KeyPrefix}* +set +get +mget +evalsha +eval +script|load +time +info +publish +subscribe +unsubscribe"
        : $"Redis answers with an error: {error.Message}";

    private static Dictionary<string, string> Parse(string? info)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in (info ?? "").Split('\n'))
        {
            string[] pair = line.TrimEnd('\r').Split(':', 2);
            if (pair.Length == 2)
            {
                values[pair[0]] = pair[1];
            }
        }

        return values;
    }
}
