using System.Globalization;
using StackExchange.Redis;

namespace HmacKit.Redis.Tests.Servers;

/// <summary>A redis-server of a test's own, which keeps nothing on disk unless it is told to.</summary>
internal sealed class RedisServer(ServerProgram program) : IAsyncDisposable
{
    public const string Program = "redis-server";

    private static readonly Lazy<Task<RedisServer>> SharedServer = new(static () => StartAsync());

    /// <summary>One for all tests that don't harm it. Each has key prefixes of its own.</summary>
    public static Task<RedisServer> Shared => SharedServer.Value;

    public int Port => program.Port;

    /// <summary>What a user would write for it.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>Starts a server.</summary>
    /// <param name="settings">Settings as in redis.conf, each a name and its values.</param>
    public static async Task<RedisServer> StartAsync(params string[] settings) =>
        new(await ServerProgram.StartAsync(Program, (port, folder) =>
        [
            "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", folder, "--logfile", "redis.log",
            "--save", "", "--appendonly", "no", .. settings.SelectMany(static setting => ("--" + setting).Split(' ')),
        ]));

    /// <summary>A prefix that no other test has.</summary>
    public static string NewPrefix() => $"test-{Guid.NewGuid():N}:";

    /// <summary>A connection of its own, without the rights of an administrator in the client.</summary>
    public async Task<ConnectionMultiplexer> ConnectAsync(string more = "") =>
        await ConnectionMultiplexer.ConnectAsync($"{ConnectionString},abortConnect=false,connectTimeout=2000{more}");

    /// <summary>A command, as redis-cli sends it.</summary>
    public async Task<RedisResult> CommandAsync(string command, params object[] arguments)
    {
        using ConnectionMultiplexer connection = await ConnectAsync(",allowAdmin=true");
        return await connection.GetDatabase().ExecuteAsync(command, arguments);
    }

    public void Kill() => program.Kill();

    public Task RestartAsync() => program.RestartAsync();

    public void Pause() => program.Pause();

    public void Resume() => program.Resume();

    public ValueTask DisposeAsync() => program.DisposeAsync();
}
