using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using HmacKit.Redis;
using StackExchange.Redis;

namespace HmacKit.Benchmarks;

/// <summary>Redis, whose bare client is StackExchange.Redis over the same connection.</summary>
internal sealed class RedisSharedStore : SharedStore
{
    private const int CallerCount = 1000;

    // So short that the server's memory stays small: what is measured doesn't depend on it.
    private static readonly TimeSpan Life = TimeSpan.FromMilliseconds(5001);

    // A token flows in each microsecond, and there are a thousand million: every call is allowed, and takes one.
    private static readonly BucketLimits Limits = [new BucketLimit(1_000_000_000, 1_000_000, TimeSpan.FromSeconds(1), "wide")];

    private readonly string _folder = Directory.CreateTempSubdirectory("hmackit-benchmark-").FullName;
    private Process? _server;
    private ConnectionMultiplexer? _connection;

    public override string Name => "Redis";

    public override async Task StartAsync()
    {
        int port = FreePort();
        _server = Process.Start(new ProcessStartInfo(
            "redis-server", ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder, "--logfile", "redis.log", "--save", "", "--appendonly", "no"]));
        _connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port},abortConnect=false,connectTimeout=10000");
        for (int i = 0; i < 100 && !_connection.IsConnected; i++)
        {
            await Task.Delay(100);
        }
    }

    public override IReadOnlyList<(string Title, SharedCandidate[] Candidates)> Comparisons()
    {
        IDatabase database = _connection!.GetDatabase();
        var options = new RedisOptions { MaxClockDifference = TimeSpan.Zero };
        var patient = new OutageOptions { Timeout = TimeSpan.FromSeconds(30) }; // it costs the same as a shorter one
        var store = new RedisReplayStore(_connection, options);
        var guardedStore = new GuardedReplayStore(store, "redis", patient);
        var complete = new CachedReplayStore(guardedStore, capacity: 1_000_000); // so that there is room for what is live at this rate
        var buckets = new RedisTokenBuckets(_connection, options);
        var guarded = new GuardedTokenBucketStore(buckets, "redis", patient);
        return
        [
            ("claim a nonce",
            [
                new("bare `SET NX PX`", async id => Must(await database.StringSetAsync($"nonce:key_1:{NonceOf(id)}", "1", Life, When.NotExists))),
                new("`RedisReplayStore`", async id => Must(await store.TryAddAsync(ClaimOf(id)) == ReplayOutcome.Added)),
                new("with the guard", async id => Must(await guardedStore.TryAddAsync(ClaimOf(id)) == ReplayOutcome.Added)),
                new("`UseRedis`: with guard and cache", async id => Must(await complete.TryAddAsync(ClaimOf(id)) == ReplayOutcome.Added)),
            ]),
            ("take a token",
            [
                BareBucket(database),
                new("`RedisTokenBuckets`", async id => Must((await buckets.TakeAsync(CallerOf(id), Limits)).Allowed)),
                new("`UseRedis`: with the guard", async id => Must((await guarded.TakeAsync(CallerOf(id), Limits)).Allowed)),
            ]),
        ];
    }

    public override async ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        if (_server is not null)
        {
            _server.Kill();
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The same script, called as one would by hand.</summary>
    private static SharedCandidate BareBucket(IDatabase database)
    {
        string text = BucketScript.Script.Text;
#pragma warning disable CA5350 // Redis names a script by its SHA-1.
        byte[] hash = SHA1.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
        database.Execute("SCRIPT", "LOAD", text);
        return new("bare `EVALSHA`", async id =>
        {
            RedisResult result = await database.ScriptEvaluateAsync(hash, [$"bucket:{{{CallerOf(id)}}}:wide"], [1, "", 1, 0, 1_000_000_000, 0, 1]);
            Must(((long[])result!)[1] == 1);
        });
    }

    private static ReplayClaim ClaimOf(long id)
    {
        DateTimeOffset signedAt = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(1);
        return new ReplayClaim("theone", "key_1", NonceOf(id), signedAt, signedAt + Life - TimeSpan.FromSeconds(1));
    }

    private static string NonceOf(long id) => id.ToString("x32", CultureInfo.InvariantCulture);

    private static string CallerOf(long id) => "key_" + (id % CallerCount).ToString("x8", CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
