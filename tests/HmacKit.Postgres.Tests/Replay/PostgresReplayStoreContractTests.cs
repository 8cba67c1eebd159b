using HmacKit.Contracts;
using HmacKit.Postgres.Tests.Servers;

namespace HmacKit.Postgres.Tests.Replay;

[Collection(PostgresTests.Name)]
public sealed class PostgresReplayStoreContractTests(PostgresServer server) : ReplayStoreContract, IAsyncLifetime
{
    private readonly List<PostgresReplayStore> _stores = [];
    private TestSchema _schema = null!;

    protected override int RacingClaims => 1_000;

    protected override IReplayStore CreateStore()
    {
        _stores.Add(new PostgresReplayStore(_schema.DataSource, _schema.Options(Clock)));
        return _stores[^1];
    }

    public async Task InitializeAsync() => _schema = await TestSchema.CreateAsync(server);

    public async Task DisposeAsync()
    {
        foreach (PostgresReplayStore store in _stores)
        {
            await store.DisposeAsync();
        }

        await _schema.DisposeAsync();
    }
}
