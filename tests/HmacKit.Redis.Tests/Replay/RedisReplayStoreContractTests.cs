using HmacKit.Contracts;
using HmacKit.Redis.Tests.Servers;
using StackExchange.Redis;

namespace HmacKit.Redis.Tests.Replay;

/// <summary>By a clock that stands in another year than the server's, so without the guard that compares with its age.</summary>
[NeedsProgram(RedisServer.Program)]
public sealed class RedisReplayStoreContractTests : ReplayStoreContract, IAsyncLifetime
{
    private ConnectionMultiplexer _connection = null!;

    /// <summary>The threads spin, which starves the client on a busy machine; 20,000 are raced for in <see cref="RedisReplayStoreTests"/>.</summary>
    protected override int RacingClaims => 2_000;

    public async Task InitializeAsync() => _connection = await (await RedisServer.Shared).ConnectAsync();

    public Task DisposeAsync()
    {
        _connection.Dispose();
        return Task.CompletedTask;
    }

    protected override IReplayStore CreateStore() =>
        new RedisReplayStore(_connection, new() { KeyPrefix = RedisServer.NewPrefix(), GuardRestarts = false, TimeProvider = Clock });
}
