using StackExchange.Redis;

namespace HmacKit.Redis.Tests.Servers;

/// <summary>Tests on a real redis-server, with a key prefix of their own.</summary>
[NeedsProgram(RedisServer.Program)]
public abstract class RedisTest : IAsyncLifetime
{
    private readonly List<IDisposable> _connections = [];
    private readonly List<IAsyncDisposable> _servers = [];
    private RedisServer? _server;

    /// <summary>Settings with this test's prefix, whose stores take messages at once although they are new.</summary>
    internal RedisOptions Options { get; } = new() { KeyPrefix = RedisServer.NewPrefix(), MaxClockDifference = TimeSpan.Zero };

    internal RedisServer Server => _server!;

    private protected ConnectionMultiplexer Connection { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        _server = await FindServerAsync();
        Connection = await ConnectAsync();
    }

    public virtual async Task DisposeAsync()
    {
        _connections.ForEach(connection => connection.Dispose());
        foreach (IAsyncDisposable server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>The server of this class: the shared one, unless the tests harm it.</summary>
    private protected virtual Task<RedisServer> FindServerAsync() => RedisServer.Shared;

    /// <summary>A server that is gone with the test.</summary>
    private protected async Task<RedisServer> StartAsync(params string[] settings)
    {
        RedisServer server = await RedisServer.StartAsync(settings);
        _servers.Add(server);
        return server;
    }

    /// <summary>One connection more, which is closed after the test.</summary>
    private protected async Task<ConnectionMultiplexer> ConnectAsync(string more = "") => Keep(await Server.ConnectAsync(more));

    private protected T Keep<T>(T disposable)
        where T : IDisposable
    {
        _connections.Insert(0, disposable);
        return disposable;
    }
}
