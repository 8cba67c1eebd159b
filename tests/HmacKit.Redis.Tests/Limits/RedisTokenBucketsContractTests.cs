using HmacKit.Contracts;
using HmacKit.Redis.Tests.Servers;
using StackExchange.Redis;

namespace HmacKit.Redis.Tests.Limits;

/// <summary>The script is told the time of a server whose clock is never set.</summary>
[NeedsProgram(RedisServer.Program)]
public sealed class RedisTokenBucketsContractTests : TokenBucketStoreContract, IAsyncLifetime
{
    private ConnectionMultiplexer _connection = null!;

    public async Task InitializeAsync() => _connection = await (await RedisServer.Shared).ConnectAsync();

    public Task DisposeAsync()
    {
        _connection.Dispose();
        return Task.CompletedTask;
    }

    protected override ITokenBucketStore CreateStore() =>
        new RedisTokenBuckets(_connection, new() { KeyPrefix = RedisServer.NewPrefix() }, new ServerClock(Clock));

    private sealed class ServerClock(ManualTimeProvider clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => ManualTimeProvider.DefaultStart + TimeSpan.FromTicks(clock.GetTimestamp());
    }
}
