using StackExchange.Redis;

namespace HmacKit.Redis;

/// <summary>
/// Which servers take claims, as the client knew it at one moment. The client sends a claim to whichever server it takes for the master, and
/// doesn't say which: an age counts for a claim only if the same servers were masters before the age was read and after the claim was answered.
/// </summary>
internal sealed class Masters
{
    private const string ReadRun = "return string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')";

    private readonly IServer[] _servers;
    private readonly bool[] _isMaster;

    private Masters(IServer[] servers)
    {
        _servers = servers;
        _isMaster = Array.ConvertAll(servers, IsMaster);
    }

    public static Masters Of(IConnectionMultiplexer connection) => new(connection.GetServers());

    public bool IsCluster => Array.Exists(_servers, static server => server is { IsConnected: true, ServerType: ServerType.Cluster });

    /// <summary>Whether the client still takes the same servers for masters.</summary>
    public bool AreStill()
    {
        for (int i = 0; i < _servers.Length; i++)
        {
            if (IsMaster(_servers[i]) != _isMaster[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether the claims of all machines meet in one memory: a cluster's, a single master's, or that of one server behind several addresses.
    /// Of two masters, the client may ask either.
    /// </summary>
    public async ValueTask<bool> AreOneMemoryAsync()
    {
        IServer[] masters = [.. _servers.Where((_, i) => _isMaster[i])];
        if (masters.Length <= 1 || IsCluster)
        {
            return true;
        }

        string?[] runs = await Task.WhenAll(masters.Select(RunAsync)).ConfigureAwait(false);
        return runs[0] is not null && Array.TrueForAll(runs, run => run == runs[0]);
    }

    private static bool IsMaster(IServer server) => server is { IsConnected: true, IsReplica: false };

    // By a script, since the client wants admin rights for an INFO of its own.
    private static async Task<string?> RunAsync(IServer server) => (string?)await server.ExecuteAsync("EVAL", ReadRun, "0").ConfigureAwait(false);
}
