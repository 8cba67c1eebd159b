using HmacKit.Contracts;
using HmacKit.MySql.Tests.Servers;

namespace HmacKit.MySql.Tests.Replay;

[Collection(MySqlTests.Name)]
public sealed class MySqlReplayStoreContractTests(MySqlServer server) : ReplayStoreContract, IAsyncLifetime
{
    private readonly List<MySqlReplayStore> _stores = [];
    private TestTables _tables = null!;

    protected override int RacingClaims => 1_000;

    protected override IReplayStore CreateStore()
    {
        _stores.Add(new MySqlReplayStore(_tables.DataSource, _tables.Options(Clock)));
        return _stores[^1];
    }

    public async Task InitializeAsync() => _tables = await TestTables.CreateAsync(server);

    public async Task DisposeAsync()
    {
        foreach (MySqlReplayStore store in _stores)
        {
            await store.DisposeAsync();
        }

        await _tables.DisposeAsync();
    }
}
