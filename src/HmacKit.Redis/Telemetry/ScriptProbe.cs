using System.Security.Cryptography;
using StackExchange.Redis;

namespace HmacKit.Redis;

/// <summary>
/// Whether a server runs scripts one after the other, which buckets rely on: Garnet with <c>--lua</c> alone doesn't, and grants more tokens than
/// there are. Two connections count the same number up in scripts; where scripts mix, some of that is lost.
/// </summary>
/// <remarks>Asked once for each run of a server. Where nothing was lost it may still have been luck: the race is run until it is unlikely.</remarks>
internal sealed class ScriptProbe(RedisOptions options)
{
    private const int Rounds = 40;

    // A fraction of a millisecond, for which a server that runs one script at a time may be held up.
    private const int Steps = 250;

    // Longer than a processor stays with one thread: where two scripts share a single processor, one has to be interrupted by the other.
    private const int GarnetsSteps = 4000;

    private const string Mixing =
        "This server mixes scripts that run at the same time, so callers get more tokens than their limits say. Start Garnet with '--lua-transaction-mode', or use Redis or Valkey.";

    private static readonly RedisScript Count = new("""
        for i = 1, tonumber(ARGV[1]) do
            redis.call('SET', KEYS[1], (tonumber(redis.call('GET', KEYS[1]) or '0')) + 1, 'PX', '10000')
        end
        return tonumber(redis.call('GET', KEYS[1]))
        """);

    private string? _provenRun;

    /// <summary>What is wrong; null if nothing was found.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="server">What the server says of itself.</param>
    public async Task<string?> FindProblemAsync(IConnectionMultiplexer connection, Dictionary<string, string> server)
    {
        string run = server.GetValueOrDefault("run_id", "");
        if (run.Length > 0 && run == _provenRun)
        {
            return null;
        }

        ConnectionMultiplexer second;
        try
        {
            var configuration = ConfigurationOptions.Parse(connection.Configuration);
            configuration.AbortOnConnectFail = true;
            second = await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
        }
        catch (RedisException)
        {
            // A connection of the application's own may have more than its text says, such as a certificate.
            return server.ContainsKey("garnet_version")
                ? "Whether this Garnet runs scripts one after the other can't be told. Start it with '--lua-transaction-mode': otherwise callers get more tokens than their limits say."
                : null;
        }

        await using (second.ConfigureAwait(false))
        {
            int steps = server.ContainsKey("garnet_version") ? GarnetsSteps : Steps;
            if (await IsMixingAsync(connection, second, steps).ConfigureAwait(false))
            {
                return Mixing;
            }
        }

        _provenRun = run;
        return null;
    }

    private async Task<bool> IsMixingAsync(IConnectionMultiplexer one, ConnectionMultiplexer other, int steps)
    {
        RedisKey[] keys = [options.KeyPrefix + "probe:" + RandomNumberGenerator.GetHexString(32)];
        IDatabase[] databases = [one.GetDatabase(options.Database), other.GetDatabase(options.Database)];
        for (int round = 1; round <= Rounds; round++)
        {
            await Task.WhenAll(databases.Select(database => Count.RunAsync(database, keys, [steps]).AsTask())).ConfigureAwait(false);
            if ((long)await Count.RunAsync(databases[0], keys, [0]).ConfigureAwait(false) != 2L * steps * round)
            {
                return true;
            }
        }

        return false;
    }
}
